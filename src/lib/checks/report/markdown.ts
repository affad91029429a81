import { markdownCode, markdownText } from '../../output/markup/markdown.js';
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
  if (unchecked !== undefined) yield `\n${markdownText(uncheckedText(unchecked))}.\n`;
}

function row(finding: Finding): string {
  const { severity, rule, subject, found, expected, why, fix, command } = finding;
  const withCommand = command === null ? markdownText(fix) : `${markdownText(fix)} ${markdownCode(command)}`;
  const texts = [severity, rule, subject, found, expected, why].map(markdownText);
  return `| ${[...texts, withCommand, markdownText(statusText(finding))].join(' | ')} |\n`;
}
