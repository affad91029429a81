import type { Change } from '../changes/change.js';
import type { Directory } from '../directory.js';
import { assertIntact } from '../history/file/assert-intact.js';
import { historyFile } from '../history/history.js';
import { findById } from '../history/find-by-id.js';
import { readHistory } from '../history/read-history.js';
import { assertSamePlace, assertUndoable } from './assert-undoable.js';
import { laterChanges, planUndo } from './plan-undo.js';

/*
 * undo/: from records of the history to the changes that undo them, which are carried out and recorded like any other.
 * `undoability` says which fields can be restored, `plan-undo` plans one record, and `undo-run` plans those of a run.
 */

export interface UndoInput {
  /** The ID of the record, or an unambiguous part of it. */
  readonly id: string;
  /** Undo the change even if its target has changed since. */
  readonly force: boolean;
}

/**
 * Plans the inverse of a recorded change: the fields that it changed get their previous values.
 *
 * @throws AdminError RECORD_NOT_FOUND; NOT_UNDOABLE, with the reason; HISTORY_ALTERED; CHANGED_UNDERNEATH if the target
 *   has changed since and `force` is not set
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
