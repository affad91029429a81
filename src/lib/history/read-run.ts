import type { Ending, Result } from './file/entry.js';
import { parseEntry } from './file/parse-entry.js';
import { type Line, recordIdOf } from './file/read-lines.js';
import type { HistoryStores } from './history-stores.js';
import { indexedPosition } from './indexed-lines.js';
import type { HistoryStore } from './store.js';

/** The history of one row of a run. */
export interface RowRecord {
  readonly recordId: string;
  /** ISO 8601, UTC. */
  readonly startedAt: string;
  /** ISO 8601, UTC; null as `result` is. */
  readonly endedAt: string | null;
  /** Null if there is no end: the process was killed, or is still running. */
  readonly result: Result | null;
  readonly error: NonNullable<Ending['error']> | null;
}

/**
 * Reads the history of each row of a run, by the row's number; for a row that was started several times, the latest.
 * The history may be long, so only the result is kept in memory, and lines that are not of the run are not parsed.
 *
 * @param runId the whole ID
 * @throws AdminError HISTORY_UNREADABLE
 */
export async function readRun(
  { earlier, current }: Pick<HistoryStores, 'earlier' | 'current'>,
  runId: string,
): Promise<ReadonlyMap<number, RowRecord>> {
  const rows = new Map<number, RowRecord>();
  /** The rows of the records that have no end so far. */
  const open = new Map<string, number>();
  for await (const { bytes } of allLines(earlier, current, await indexedPosition(current, runId))) {
    if (!bytes.includes(runId) && !open.has(recordIdOf(bytes))) continue;
    const entry = parseEntry(bytes.toString('utf8'));
    if (entry === undefined) continue;
    if (entry.entry === 'started') {
      if (entry.run?.id !== runId) continue;
      open.set(entry.id, entry.run.row);
      rows.set(entry.run.row, { recordId: entry.id, startedAt: entry.at, endedAt: null, result: null, error: null });
      continue;
    }
    const row = open.get(entry.id);
    open.delete(entry.id);
    const started = row === undefined ? undefined : rows.get(row);
    if (row !== undefined && started?.recordId === entry.id) {
      rows.set(row, { ...started, endedAt: entry.at, result: entry.result, error: entry.error ?? null });
    }
  }
  return rows;
}

async function* allLines(
  earlier: readonly HistoryStore[],
  current: HistoryStore,
  from: number | undefined,
): AsyncGenerator<Line, void, undefined> {
  for (const store of earlier) yield* store.lines();
  yield* current.lines(from);
}
