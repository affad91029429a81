import type { Change } from '../changes/change.js';
import type { Directory } from '../directory.js';
import { AdminError } from '../errors.js';
import { assertIntact } from '../history/assert-intact.js';
import { historyFile } from '../history/history.js';
import { findRecord } from '../history/read-history.js';
import type { ChangeRecord } from '../history/record.js';
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
 * @throws AdminError RECORD_NOT_FOUND; NOT_UNDOABLE, with the reason; HISTORY_ALTERED; CHANGED_UNDERNEATH where the target has moved
 *   since, with the three values, unless forced
 */
export async function undoChange(directory: Directory, { id, force }: UndoInput): Promise<Change> {
  const { dataFolder, context, endpoint } = directory;
  const file = historyFile(dataFolder, context.name, endpoint.poolId);
  const record = await findRecord(file, id);
  assertUndoable(record);
  await assertIntact(file, record.id);
  assertSamePool(directory, record);
  return record.target.kind === 'client'
    ? restoreUrls(directory, record, { force })
    : restoreUser(directory, record, { force });
}

function assertUndoable(record: ChangeRecord): void {
  const { operation, result, target } = record;
  const what = `${operation.replace('.', ' ')} ${target.label}`;
  if (result === 'failed' || result === 'already-so') {
    throw new AdminError('NOT_UNDOABLE', `${what} changed nothing, so there is nothing to undo`, {
      hint: `See what happened: sf-admin history show ${record.id}`,
    });
  }
  const { fields, lost } = undoability(record);
  if (fields.length > 0) return;
  throw new AdminError(
    'NOT_UNDOABLE',
    `${what} cannot be undone: ${lost.join('; ') || 'no field of it moved'}`,
    {
      hint: `What it did: sf-admin history show ${record.id}`,
    },
  );
}

function assertSamePool({ context, endpoint }: Directory, record: ChangeRecord): void {
  if (endpoint.poolId === record.poolId) return;
  throw new AdminError(
    'NOT_UNDOABLE',
    `record ${record.id} is of user pool ${record.poolId}, and context ${context.name} acts on ${endpoint.poolId}`,
    { hint: `Act on the pool that it was made on: --pool-id ${record.poolId}` },
  );
}
