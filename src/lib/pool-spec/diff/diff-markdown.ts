import { cellText } from '../../output/cells.js';
import { markdownText } from '../../output/markup/markdown.js';
import type { Difference } from './diff-specs.js';
import { differenceList } from './diff-view.js';

const COLUMNS = ['subject', 'field', 'wanted', 'live', 'line'];

const HEADER = '| On | Setting | In the file | In the user pool | Line |\n|---|---|---|---|---|\n';

/** Differences as a table in GitHub-flavoured Markdown. Names and values cannot break out of their cells. */
export function differencesMarkdown(differences: readonly Difference[]): string {
  if (differences.length === 0) return 'No differences.\n';
  const columns = COLUMNS.flatMap((key) => differenceList.columns.filter((column) => column.key === key));
  const rows = differences.map((difference) => {
    const cells = columns.map(({ value }) => markdownText(cellText(value(difference))));
    return `| ${cells.join(' | ')} |\n`;
  });
  return HEADER + rows.join('');
}
