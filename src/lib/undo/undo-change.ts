import { type Change, isAlreadySo } from '../changes/change.js';
import { commandLine, type Directory } from '../directory.js';
import { AdminError } from '../errors.js';
import { assertIntact } from '../history/assert-intact.js';
import { historyFile } from '../history/history.js';
import { readHistory, recordOf } from '../history/read-history.js';
import type { ChangeRecord } from '../history/record.js';
import { movedFields } from '../model/field-change.js';
import { restoreUrls } from './restore-urls.js';
import { restoreUser } from './restore-user.js';
import { undoability } from './undoability.js';

export interface UndoInput {
  /** The ID of the record, or enough of it. */
  readonly id: string;
  /** Put back what stood before although the target has moved since. */
  readonly force: boolean;
}

/**
 * Plans the inverse of a recorded change: what moved goes back to what it was before. It is carried out like any other
 * change, and recorded.
 *
 * @throws AdminError RECORD_NOT_FOUND; NOT_UNDOABLE, with the reason; HISTORY_ALTERED; CHANGED_UNDERNEATH where the
 *   target has moved since, with the three values, unless forced
 */
export async function undoChange(directory: Directory, { id, force }: UndoInput): Promise<Change> {
  const { dataFolder, context, endpoint } = directory;
  const file = historyFile(dataFolder, context.name, endpoint.poolId);
  const { records } = await readHistory(file);
  const record = recordOf(records, id);
  assertUndoable(directory, record);
  await assertIntact(file, record.id);
  assertSamePlace(directory, record);
  const restore = record.target.kind === 'client' ? restoreUrls : restoreUser;
  const change = await restore(directory, record, { force });
  if (!force && !isAlreadySo(change)) assertLatest(directory, record, records);
  return change;
}

function assertUndoable(directory: Directory, record: ChangeRecord): void {
  const { operation, result, target } = record;
  const what = `${operation.replace('.', ' ')} ${target.label}`;
  if (result === 'failed' || result === 'already-so') {
    throw new AdminError('NOT_UNDOABLE', `${what} changed nothing, so there is nothing to undo`, {
      hint: `See what happened: ${commandLine(directory, `history show ${record.id}`)}`,
    });
  }
  const { fields, lost } = undoability(record);
  if (fields.length > 0) return;
  throw new AdminError(
    'NOT_UNDOABLE',
    `${what} cannot be undone: ${lost.join('; ') || 'no field of it moved'}`,
    {
      hint: `What it did: ${commandLine(directory, `history show ${record.id}`)}`,
    },
  );
}

/** A rehearsal against another endpoint is recorded beside the real thing, and must not be undone there. */
function assertSamePlace({ context, endpoint }: Directory, record: ChangeRecord): void {
  if (endpoint.poolId !== record.poolId) {
    throw new AdminError(
      'NOT_UNDOABLE',
      `record ${record.id} is of user pool ${record.poolId}, and context ${context.name} acts on ${endpoint.poolId}`,
      { hint: `Act on the pool that it was made on: --pool-id ${record.poolId}` },
    );
  }
  if ((endpoint.url ?? null) === record.endpoint) return;
  const there = record.endpoint ?? 'AWS or the sandbox itself';
  throw new AdminError('NOT_UNDOABLE', `record ${record.id} was made at another endpoint: ${there}`, {
    hint:
      record.endpoint === null
        ? 'Leave --endpoint-url out.'
        : `Act where it was made: --endpoint-url ${record.endpoint}`,
  });
}

/** A field may read as it did then although others have moved it since, there and back: that was for a reason. */
function assertLatest(directory: Directory, record: ChangeRecord, all: readonly ChangeRecord[]): void {
  const names = new Set(undoability(record).fields.map(({ field }) => field));
  // By ID, which is by time.
  const later = all.filter(
    ({ id, target, result, fields }) =>
      id > record.id &&
      target.kind === 'user' &&
      target.id === record.target.id &&
      result !== 'failed' &&
      result !== 'already-so' &&
      movedFields(fields).some(({ field }) => names.has(field)),
  );
  const latest = later.at(-1);
  if (latest === undefined) return;
  const what = later.map(({ operation, id }) => `${operation} (record ${id})`).join(', ');
  throw new AdminError('CHANGED_UNDERNEATH', `${record.target.label} has changed since record ${record.id}`, {
    hint:
      `Nothing was written. Since then: ${what}.\n` +
      `To undo the latest first: ${commandLine(directory, `history undo ${latest.id}`)}\n` +
      `To put back what stood before all the same: ${commandLine(directory, `history undo ${record.id} --force`)}`,
  });
}
