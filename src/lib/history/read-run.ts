import type { Ending, Result } from './file/entry.js';
import { parseEntry } from './file/parse-entry.js';
import { readLines } from './file/read-lines.js';

/** What the history has of one row of a run. */
export interface RowRecord {
  readonly recordId: string;
  /** ISO 8601, UTC. */
  readonly startedAt: string;
  /** Null where there is no end: the process that made the change was killed, or is still at it. */
  readonly result: Result | null;
  readonly error: NonNullable<Ending['error']> | null;
}

/**
 * Reads what a history file has of each row of a run, by the row's number; of a row that was begun more
 * than once, the latest. Whatever the length of the file, no more is kept than this answer, and a line that is not of
 * the run is not parsed.
 *
 * @param runId the whole ID
 * @throws AdminError HISTORY_UNREADABLE
 */
export async function readRun(file: string, runId: string): Promise<ReadonlyMap<number, RowRecord>> {
  const rows = new Map<number, RowRecord>();
  /** The row of each record of the run that has no end yet. */
  const open = new Map<string, number>();
  for await (const { bytes } of readLines(file)) {
    if (!bytes.includes(runId) && !open.has(idOf(bytes))) continue;
    const entry = parseEntry(bytes.toString('utf8'));
    if (entry === undefined) continue;
    if (entry.entry === 'started') {
      if (entry.run?.id !== runId) continue;
      open.set(entry.id, entry.run.row);
      rows.set(entry.run.row, { recordId: entry.id, startedAt: entry.at, result: null, error: null });
      continue;
    }
    const row = open.get(entry.id);
    open.delete(entry.id);
    const begun = row === undefined ? undefined : rows.get(row);
    if (row !== undefined && begun?.recordId === entry.id) {
      rows.set(row, { ...begun, result: entry.result, error: entry.error ?? null });
    }
  }
  return rows;
}

/** Enough of a line to hold its record's ID, which is its third key. */
const START = 120;

function idOf(line: Buffer): string {
  return /"id":"([^"]*)"/.exec(line.toString('latin1', 0, START))?.[1] ?? '';
}
