import type { Change } from '../changes/change.js';
import type { Directory } from '../directory.js';
import { assertIntact } from '../history/file/assert-intact.js';
import { historyFile } from '../history/history.js';
import { findById } from '../history/find-by-id.js';
import { readHistory } from '../history/read-history.js';
import { assertSamePlace, assertUndoable } from './assert-undoable.js';
import { laterChanges } from './later-changes.js';
import { planUndo } from './plan-undo.js';

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
  const record = findById(records, id);
  assertUndoable(directory, record);
  await assertIntact(file, record.id);
  assertSamePlace(directory, record);
  return planUndo(directory, record, { force, laterChanges: laterChanges(records) });
}
