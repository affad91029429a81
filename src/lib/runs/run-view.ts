import { outcomeJson, outcomeList } from '../changes/change-view.js';
import type { ListView } from '../output/view.js';
import type { Counts, RowOutcome } from './run.js';

/** The outcomes of the rows of a run, each with the line of the input that the row starts on. */
export const rowOutcomeList: ListView<RowOutcome> = {
  ...outcomeList,
  columns: [{ key: 'line', header: 'line', value: ({ row }) => row.line }, ...outcomeList.columns],
  json: (outcome) => ({ line: outcome.row.line, ...outcomeJson(outcome) }),
};

/** One sentence such as `users disable: 3 changed, 1 unchanged.` */
export function countsText(
  operation: string,
  { total, completedBefore, changed, unchanged, failed, skipped = 0 }: Omit<Counts, 'skipped'> & Partial<Counts>,
): string {
  if (total + skipped === 0) return `${operation.replace('.', ' ')}: 0 users in the input.`;
  const parts = [
    `${changed} changed`,
    ...(unchanged === 0 ? [] : [`${unchanged} unchanged`]),
    ...(failed === 0 ? [] : [`${failed} failed`]),
    ...(skipped === 0 ? [] : [`${skipped} skipped`]),
    ...(completedBefore === 0 ? [] : [`${completedBefore} already completed`]),
  ];
  return `${operation.replace('.', ' ')}: ${parts.join(', ')}.`;
}
