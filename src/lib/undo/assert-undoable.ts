import { endpointIdentity } from '../cognito/client/endpoint.js';
import { commandLine, type Directory } from '../directory.js';
import { AdminError } from '../errors.js';
import type { ChangeRecord } from '../history/record.js';
import { whyNotUndoable } from './undoability.js';

/** @throws AdminError NOT_UNDOABLE, with the reason */
export function assertUndoable(directory: Directory, record: ChangeRecord): void {
  const whyNot = whyNotUndoable(record);
  if (whyNot === undefined) return;
  const { operation, target, id } = record;
  throw new AdminError('NOT_UNDOABLE', `${operation.replace('.', ' ')} ${target.label} ${whyNot}`, {
    hint: `To see the record: ${commandLine(directory, `history show ${id}`)}`,
  });
}

/**
 * Refuses a record of another pool or endpoint. The history also holds rehearsals, which must not be undone on the real
 * pool.
 *
 * @throws AdminError NOT_UNDOABLE
 */
export function assertSamePlace({ context, endpoint }: Directory, record: ChangeRecord): void {
  if (endpoint.poolId !== record.poolId) {
    throw new AdminError(
      'NOT_UNDOABLE',
      `record ${record.id} belongs to user pool ${record.poolId}, but context ${context.name} acts on ${endpoint.poolId}`,
      { hint: `To act on that pool: --pool-id ${record.poolId}` },
    );
  }
  if (endpointIdentity(endpoint.url) === endpointIdentity(record.endpoint)) return;
  const there = record.endpoint ?? 'AWS or the sandbox itself';
  throw new AdminError('NOT_UNDOABLE', `record ${record.id} was made at another endpoint: ${there}`, {
    hint:
      record.endpoint === null
        ? 'Leave out --endpoint-url.'
        : `To act on that endpoint: --endpoint-url ${record.endpoint}`,
  });
}
