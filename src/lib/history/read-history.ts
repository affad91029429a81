import { parseEntry } from './file/parse-entry.js';
import { readLines } from './file/read-lines.js';
import { type ChangeRecord, recordCollector } from './record.js';

/** Changes of a history file, and the number of its lines that could not be read. */
export interface HistoryReading {
  readonly records: readonly ChangeRecord[];
  readonly unreadable: number;
}

/** Reads a history file, the oldest change first. A missing file has no records. @throws AdminError HISTORY_UNREADABLE */
export async function readHistory(file: string): Promise<HistoryReading> {
  const collector = recordCollector();
  let unreadable = 0;
  for await (const { bytes, isWhole } of readLines(file)) {
    const entry = parseEntry(bytes.toString('utf8'));
    if (entry !== undefined) collector.add(entry);
    else if (isWhole) unreadable += 1;
  }
  return { records: collector.records(), unreadable };
}
