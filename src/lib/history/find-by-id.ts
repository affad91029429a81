import { AdminError } from '../errors.js';
import { readHistory } from './read-history.js';
import type { ChangeRecord } from './record.js';

/**
 * The record of an ID, or of the unique start or end of one: see `matchesId`.
 *
 * @throws AdminError RECORD_NOT_FOUND; USAGE if several records match; HISTORY_UNREADABLE
 */
export async function findRecord(file: string, id: string): Promise<ChangeRecord> {
  return findById((await readHistory(file)).records, id);
}

/** Like `findRecord`, in records that were read already. */
export function findById(records: readonly ChangeRecord[], id: string): ChangeRecord {
  const [found, ...others] = records.filter((record) => matchesId(record.id, id));
  if (found === undefined) {
    throw new AdminError('RECORD_NOT_FOUND', `no record ${id} in the history of this context`, {
      hint: 'To list the latest: sf-admin history list. Each context has its own history: --context NAME',
    });
  }
  if (others.length === 0) return found;
  throw ambiguous(
    'records',
    id,
    [found, ...others].map((record) => record.id),
  );
}

/**
 * The ID of the run of some records, from that ID or the unique start or end of it.
 *
 * @throws AdminError RUN_NOT_FOUND; USAGE if several runs match
 */
export function findRunId(records: readonly ChangeRecord[], id: string): string {
  const runs = new Set(records.flatMap(({ run }) => run?.id ?? []));
  const [found, ...others] = [...runs].filter((run) => matchesId(run, id));
  if (found === undefined) {
    throw new AdminError('RUN_NOT_FOUND', `no run ${id} in the history of this context`, {
      hint:
        'To see the run of each change: sf-admin history list --columns id,operation,label,run. ' +
        'Each context has its own history: --context NAME',
    });
  }
  if (others.length === 0) return found;
  throw ambiguous('runs', id, [found, ...others]);
}

/** Fewer characters would match by chance. */
const SHORTEST = 6;

/** Whether an ID is the one asked for, or starts or ends with it. Case is ignored, as in every ULID. */
function matchesId(id: string, asked: string): boolean {
  const wanted = asked.toUpperCase();
  return id === wanted || (wanted.length >= SHORTEST && (id.startsWith(wanted) || id.endsWith(wanted)));
}

function ambiguous(what: string, id: string, found: readonly string[]): AdminError {
  return new AdminError('USAGE', `${id} matches ${found.length} ${what}`, {
    hint: `Give more of the ID: ${found.slice(0, 5).join(', ')}`,
  });
}
