import { AdminError } from '../errors.js';
import { readHistory } from './read-history.js';
import type { ChangeRecord } from './record.js';

/**
 * The record of an ID, or of the unique start or end of one.
 *
 * @throws AdminError RECORD_NOT_FOUND; USAGE if several records match; HISTORY_UNREADABLE
 */
export async function findRecord(file: string, id: string): Promise<ChangeRecord> {
  return findById((await readHistory(file)).records, id);
}

/** Like `findRecord`, in records that were read already. */
export function findById(records: readonly ChangeRecord[], id: string): ChangeRecord {
  const ids = records.map((record) => record.id);
  const found = records[ids.indexOf(onlyMatch('records', ids, id) ?? '')];
  if (found !== undefined) return found;
  throw new AdminError('RECORD_NOT_FOUND', `no record ${id} in the history of this context`, {
    hint: 'To list the latest: sf-admin history list. Each context has its own history: --context NAME',
  });
}

/**
 * The ID of the run of some records, from that ID or the unique start or end of it.
 *
 * @throws AdminError RUN_NOT_FOUND; USAGE if several runs match
 */
export function findRunId(records: readonly ChangeRecord[], id: string): string {
  const found = onlyMatch('runs', [...new Set(records.flatMap(({ run }) => run?.id ?? []))], id);
  if (found !== undefined) return found;
  throw new AdminError('RUN_NOT_FOUND', `no run ${id} in the history of this context`, {
    hint:
      'To see the run of each change: sf-admin history list --columns id,operation,label,run. ' +
      'Each context has its own history: --context NAME',
  });
}

/** Fewer characters would match by chance. */
const SHORTEST = 6;

/** The ID that is `asked`, or starts or ends with it. Case is ignored, as in every ULID. Throws if several match. */
function onlyMatch(what: string, ids: readonly string[], asked: string): string | undefined {
  const wanted = asked.toUpperCase();
  const isLong = wanted.length >= SHORTEST;
  const found = ids.filter((id) => id === wanted || (isLong && (id.startsWith(wanted) || id.endsWith(wanted))));
  if (found.length < 2) return found[0];
  throw new AdminError('USAGE', `${asked} matches ${found.length} ${what}`, {
    hint: `Give more of the ID: ${found.slice(0, 5).join(', ')}`,
  });
}
