import { outcomeList } from '../changes/change-view.js';
import type { Acting } from '../changes/place.js';
import type { ListView } from '../output/view.js';
import type { Counts, RowOutcome } from './run.js';

/** The outcomes of the rows of a run, each with the line of the input that the row starts on. */
export function rowOutcomeList(directory: Acting): ListView<RowOutcome> {
  const { columns, json, envelope, ...list } = outcomeList(directory);
  const line = ({ row }: RowOutcome) => row.line;
  return {
    ...list,
    columns: [{ key: 'line', header: 'line', value: line }, ...columns],
    json: (outcome) => ({ line: line(outcome), ...json(outcome) }),
    envelope: { ...envelope, json: (outcome) => ({ line: line(outcome), ...envelope.json(outcome) }) },
  };
}

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
