import { AdminError } from '../errors.js';
import { matchesId } from './matches-id.js';
import { parseEntry } from './file/parse-entry.js';
import { readLines } from './file/read-lines.js';
import { type ChangeRecord, recordCollector } from './record.js';

/** The changes that a history file tells of, the oldest first, and how many of its lines could not be read. */
export interface HistoryReading {
  readonly records: readonly ChangeRecord[];
  readonly unreadable: number;
}

/** Reads a history file; one that is not there has no records. @throws AdminError HISTORY_UNREADABLE */
export async function readHistory(file: string): Promise<HistoryReading> {
  const gathered = recordCollector();
  let unreadable = 0;
  for await (const { bytes, isWhole } of readLines(file)) {
    const entry = parseEntry(bytes.toString('utf8'));
    if (entry !== undefined) gathered.add(entry);
    else if (isWhole) unreadable += 1;
  }
  return { records: gathered.records(), unreadable };
}

/**
 * The record of an ID, or of the start or end of one that belongs to no other.
 *
 * @throws AdminError RECORD_NOT_FOUND; USAGE where several records match
 */
export async function findRecord(file: string, id: string): Promise<ChangeRecord> {
  return findById((await readHistory(file)).records, id);
}

/** As `findRecord`, of records that were read already. */
export function findById(all: readonly ChangeRecord[], id: string): ChangeRecord {
  const [found, ...others] = all.filter((record) => matchesId(record.id, id));
  if (found === undefined) {
    throw new AdminError('RECORD_NOT_FOUND', `no record ${id} in the history of this context`, {
      hint: 'List the latest: sf-admin history list. Each context has a history of its own: --context NAME',
    });
  }
  if (others.length === 0) return found;
  throw new AdminError('USAGE', `${others.length + 1} records have an ID like ${id}`, {
    hint: `Give more of it: ${[found, ...others]
      .slice(0, 5)
      .map((record) => record.id)
      .join(', ')}`,
  });
}
