import { visible } from '../../output/sanitise.js';
import type { Finding } from '../finding.js';
import { statusText } from './finding-view.js';
import { type Report, uncheckedText } from './report.js';

const HEADER =
  '| Severity | Rule | On | Cause | Expected | Why | Fix | Status |\n' + '|---|---|---|---|---|---|---|---|\n';

/** Findings as a table in GitHub-flavoured Markdown, row by row, and below it what was not checked. Names
 * and values cannot break out of their cells. */
export async function* markdownTable(
  { unchecked }: Pick<Report, 'unchecked'>,
  findings: AsyncIterable<Finding> | Iterable<Finding>,
): AsyncGenerator<string, void, undefined> {
  let count = 0;
  for await (const finding of findings) {
    yield (count === 0 ? HEADER : '') + row(finding);
    count += 1;
  }
  if (count === 0) yield 'No findings.\n';
  if (unchecked !== undefined) yield `\n${inline(uncheckedText(unchecked))}.\n`;
}

function row(finding: Finding): string {
  const { severity, rule, subject, found, expected, why, fix, command } = finding;
  const withCommand = command === null ? inline(fix) : `${inline(fix)} ${codeSpan(command)}`;
  const texts = [severity, rule, subject, found, expected, why].map(inline);
  return `| ${[...texts, withCommand, inline(statusText(finding))].join(' | ')} |\n`;
}

/**
 * Text that is shown as it is: whatever Markdown or HTML would read as markup, a mention or a link is escaped (CommonMark,
 * "Backslash escapes"; GitHub Flavored Markdown, "Autolinks").
 */
function inline(text: string): string {
  return visible(text)
    .replaceAll(/[\\`*_{}[\]<>#|~&@$]/g, '\\$&')
    .replaceAll('://', ':&#47;/')
    .replaceAll(/\bwww\./gi, (match) => `${match.slice(0, 3)}&#46;`);
}

/**
 * Text in a code span, which ends only at as many backticks as it starts with. A pipe would end the cell even there, so text
 * with one is not in a code span.
 */
function codeSpan(text: string): string {
  const shown = visible(text);
  if (shown.includes('|')) return inline(text);
  const longest = Math.max(0, ...[...shown.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  const pad = longest > 0 ? ' ' : '';
  return `${fence}${pad}${shown}${pad}${fence}`;
}
