import type { Directory } from '../../directory.js';
import { historyStores } from '../../history/history-stores.js';
import { readRun } from '../../history/read-run.js';
import type { Stage } from './report.js';

/** What the history has of the runs of a stage. */
export interface Recorded {
  readonly records: Stage['records'];
  /** When each row was done, by its number: ISO 8601, UTC. Of a row that several runs have done, the latest. */
  readonly doneAt: ReadonlyMap<number, string>;
  /** The runs of which it has no record: they were made with another history. */
  readonly absent: readonly string[];
}

/** @throws AdminError HISTORY_UNREADABLE */
export async function recordsOf(directory: Directory, runs: readonly string[]): Promise<Recorded> {
  const ids: string[] = [];
  const doneAt = new Map<number, string>();
  const absent: string[] = [];
  for (const run of runs) {
    const rows = await readRun(historyStores(directory), run);
    if (rows.size === 0) absent.push(run);
    for (const [row, { recordId, result, endedAt }] of rows) {
      // A resumed row that was found to be done has a record with the result unchanged.
      if (endedAt === null || (result !== 'done' && result !== 'unchanged')) continue;
      ids.push(recordId);
      if (endedAt > (doneAt.get(row) ?? '')) doneAt.set(row, endedAt);
    }
  }
  ids.sort();
  return { records: { count: ids.length, first: ids[0] ?? null, last: ids.at(-1) ?? null }, doneAt, absent };
}
