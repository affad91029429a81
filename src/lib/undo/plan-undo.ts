import { type Change, isUnchanged } from '../changes/change.js';
import { commandLine, type Directory } from '../directory.js';
import { AdminError } from '../errors.js';
import type { ChangeRecord } from '../history/record.js';
import type { LaterChanges } from './later-changes.js';
import { restoreUrls } from './restore-urls.js';
import { restoreUser } from './restore-user.js';

export interface UndoOptions {
  /** Put back what stood before although the target has moved since. */
  readonly force: boolean;
  readonly laterChanges: LaterChanges;
}

/**
 * Plans the inverse of a record that can be undone and that is as it was written: see `assertUndoable`, `assertIntact`.
 *
 * @throws AdminError CHANGED_UNDERNEATH where the target has moved since, with the three values, unless forced; as
 *   reading the target does
 */
export async function planUndo(
  directory: Directory,
  record: ChangeRecord,
  { force, laterChanges }: UndoOptions,
): Promise<Change> {
  const restore = record.target.kind === 'client' ? restoreUrls : restoreUser;
  const change = await restore(directory, record, { force });
  if (!force && !isUnchanged(change)) assertLatest(directory, record, laterChanges(record));
  return change;
}

/** A field may read as it did then although others have moved it since, there and back: that was for a reason. */
function assertLatest(directory: Directory, record: ChangeRecord, later: readonly ChangeRecord[]): void {
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
