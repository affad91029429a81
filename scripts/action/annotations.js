/** How GitHub shows a finding that fails the check, by its level in SARIF. Others are notices. */
const KINDS = { error: 'error', warning: 'warning', note: 'notice' };

const SEVERITIES = ['note', 'low', 'medium', 'high', 'critical'];

/**
 * The workflow commands that annotate open findings. What is accepted or cannot be checked is only in the summary.
 *
 * @param {{ level: string, ruleId: string, message: { text: string }, properties: object }[]} results of a SARIF report
 * @param {{ limit: string, file: string }} options findings of this severity or a higher one fail the check; the file to
 *   annotate, or '' for none
 */
export function annotationsOf(results, { limit, file }) {
  return results
    .filter(({ properties }) => properties.status === 'open')
    .map(({ level, ruleId, message, properties }) => {
      const fails = SEVERITIES.indexOf(properties.severity) >= SEVERITIES.indexOf(limit);
      const title = `${ruleId} (${properties.severity}): ${properties.subject}`;
      return annotation(fails ? KINDS[level] : 'notice', message.text, { file, title });
    });
}

/**
 * A workflow command (https://docs.github.com/actions/reference/workflow-commands-for-github-actions), escaped like
 * `@actions/core` does. Properties that are empty are left out.
 */
export function annotation(kind, message, properties = {}) {
  const written = Object.entries(properties)
    .filter(([, value]) => value !== '')
    .map(([name, value]) => `${name}=${escaped(value).replaceAll(':', '%3A').replaceAll(',', '%2C')}`)
    .join(',');
  return `::${kind}${written === '' ? '' : ` ${written}`}::${escaped(message)}`;
}

function escaped(value) {
  return value.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}
