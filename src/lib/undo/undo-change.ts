import type { Change } from '../changes/change.js';
import type { Directory } from '../directory.js';
import type { Started } from '../history/file/entry.js';
import { findRecord } from '../history/find-by-id.js';
import { historyFiles } from '../history/history-files.js';
import { recordsSince } from '../history/read-history.js';
import { assertTrusted, checkForUndo } from '../history/trust.js';
import { assertSamePlace, assertUndoable } from './assert-undoable.js';
import { ChangesSince } from './later-changes.js';
import { planUndo } from './plan-undo.js';

/*
 * undo/: from records of the history to the changes that undo them, which are carried out and recorded like any other.
 * `undoability` says which fields can be restored, and `plan-undo` plans one record. A whole run is undone by `runs/undo/`.
 */

export interface UndoInput {
  /** The ID of the record, or an unambiguous part of it. */
  readonly id: string;
  /** Undo the change even if its target has changed since. */
  readonly force: boolean;
}

/**
 * Plans the inverse of a recorded change: the fields that it changed get their previous values. The history is read and
 * verified from the record to the head.
 *
 * @throws AdminError RECORD_NOT_FOUND; NOT_UNDOABLE, with the reason; HISTORY_ALTERED; CHANGED_UNDERNEATH if the target
 *   has changed since and `force` is not set
 */
export async function undoChange(directory: Directory, { id, force }: UndoInput): Promise<Change> {
  const files = historyFiles(directory);
  const found = await findRecord(files, id);
  const { record } = found;
  assertUndoable(directory, record);
  assertTrusted(await checkForUndo(files, found, { ids: new Set([record.id]), force }), record.id);
  assertSamePlace(directory, record);
  const isOnTarget = (later: Started) => later.target.id === record.target.id && files.isOwn(later);
  const [, ...records] = await recordsSince(files, found, isOnTarget);
  const since = new ChangesSince();
  for (const later of records.reverse()) since.add(later);
  return planUndo(directory, record, { force, later: since.of(record) });
}
