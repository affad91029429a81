/** GitHub refuses a summary of more than 1 MiB for a step. */
const MAX_BYTES = 900_000;

const COLUMNS = ['severity', 'status', 'subject', 'found', 'fix', 'command'];

/**
 * A summary of the job: a table in HTML, in which nothing is read as Markdown.
 *
 * @param {string} check such as `pool check`
 * @param {{ ruleId: string, properties: object }[]} results of a SARIF report
 */
export function summaryOf(check, results) {
  const heading = `<h3>sf-admin ${html(check)}</h3>\n`;
  if (results.length === 0) return `${heading}<p>No findings.</p>\n\n`;
  const head = ['rule', ...COLUMNS.map((column) => (column === 'found' ? 'cause' : column))];
  let table = `<tr>${head.map((name) => `<th>${name}</th>`).join('')}</tr>\n`;
  let shown = 0;
  for (const result of results) {
    const row = rowOf(result);
    if (Buffer.byteLength(table) + Buffer.byteLength(row) > MAX_BYTES) break;
    table += row;
    shown += 1;
  }
  const rest = results.length - shown;
  const more = rest === 0 ? '' : `<p>${rest} more in the report.</p>\n`;
  return `${heading}<table>\n${table}</table>\n${more}\n`;
}

function rowOf({ ruleId, properties }) {
  const cells = COLUMNS.map((column) => {
    const value = html(properties[column] ?? '');
    return column === 'command' && value !== '' ? `<code>${value}</code>` : value;
  });
  return `<tr>${[html(ruleId), ...cells].map((cell) => `<td>${cell}</td>`).join('')}</tr>\n`;
}

/** A blank line would end the table, and what follows would be Markdown. */
function html(text) {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll(/[\r\n\u2028\u2029]+/g, ' ');
}
