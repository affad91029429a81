import { outcomeJson, outcomeList } from '../changes/change-view.js';
import type { ListView } from '../output/view.js';
import type { Counts } from './run.js';
import type { RowOutcome } from './execute/execute-rows.js';

/** What became of the rows of a run, each with the line of the input that it starts on. */
export const rowOutcomeList: ListView<RowOutcome> = {
  ...outcomeList,
  columns: [{ key: 'line', header: 'line', value: ({ row }) => row.line }, ...outcomeList.columns],
  json: (outcome) => ({ line: outcome.row.line, ...outcomeJson(outcome) }),
};

/** What became of all of them, in a sentence. */
export function countsText(
  operation: string,
  { completedBefore, changed, unchanged, failed }: Counts,
): string {
  const parts = [
    `${changed} changed`,
    ...(unchanged === 0 ? [] : [`${unchanged} unchanged`]),
    ...(failed === 0 ? [] : [`${failed} failed`]),
    ...(completedBefore === 0 ? [] : [`${completedBefore} already completed`]),
  ];
  return `${operation.replace('.', ' ')}: ${parts.join(', ')}.`;
}
