import { commandLine, type Directory } from '../directory.js';
import { AdminError } from '../errors.js';
import type { ChangeRecord } from '../history/record.js';
import { undoability } from './undoability.js';

/** @throws AdminError NOT_UNDOABLE, with the reason */
export function assertUndoable(directory: Directory, record: ChangeRecord): void {
  const { operation, result, target } = record;
  const what = `${operation.replace('.', ' ')} ${target.label}`;
  if (result === 'failed' || result === 'unchanged') {
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

/**
 * Refuses a record of another pool or endpoint: a rehearsal is recorded beside the real thing, and must not be undone
 * there.
 *
 * @throws AdminError NOT_UNDOABLE
 */
export function assertSamePlace({ context, endpoint }: Directory, record: ChangeRecord): void {
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
