import type { Finished, Started } from './file/entry.js';
import { parseEntry } from './file/parse-entry.js';
import { readLines } from './file/read-lines.js';
import { type ChangeRecord, toRecord } from './record.js';

/** Changes of a history file, and the number of its lines that could not be read. */
export interface HistoryReading {
  readonly records: readonly ChangeRecord[];
  readonly unreadable: number;
}

/** Reads a history file, the oldest change first. A missing file has no records. @throws AdminError HISTORY_UNREADABLE */
export async function readHistory(file: string): Promise<HistoryReading> {
  const found = new Map<string, { started: Started; finished?: Finished }>();
  let unreadable = 0;
  for await (const { bytes, isWhole } of readLines(file)) {
    const entry = parseEntry(bytes.toString('utf8'));
    if (entry?.entry === 'started') found.set(entry.id, { started: entry });
    else if (entry !== undefined) {
      const known = found.get(entry.id);
      if (known !== undefined) known.finished = entry;
    } else if (isWhole) unreadable += 1;
  }
  return { records: Array.from(found.values(), ({ started, finished }) => toRecord(started, finished)), unreadable };
}
