import type { Change } from '../changes/change.js';
import type { Directory } from '../directory.js';
import type { Started } from '../history/file/entry.js';
import { findRecord } from '../history/find-by-id.js';
import { historyStores } from '../history/history-stores.js';
import { recordsSince } from '../history/read-history.js';
import { approvalText } from '../history/record-view.js';
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
  /** Called with what a person should know of the record. */
  readonly note?: ((text: string) => void) | undefined;
}

/**
 * Plans the inverse of a recorded change: the fields that it changed get their previous values. The history is read and
 * verified from the record to the head.
 *
 * @throws AdminError RECORD_NOT_FOUND; NOT_UNDOABLE, with the reason; HISTORY_ALTERED; CHANGED_UNDERNEATH if the target
 *   has changed since and `force` is not set
 */
export async function undoChange(directory: Directory, { id, force, note }: UndoInput): Promise<Change> {
  const stores = historyStores(directory);
  const found = await findRecord(stores, id);
  const { record } = found;
  assertUndoable(directory, record);
  assertTrusted(await checkForUndo(stores, found, { ids: new Set([record.id]), force }), record.id);
  assertSamePlace(directory, record);
  const { approval } = record.plan ?? {};
  if (approval !== undefined) note?.(`Record ${record.id} was ${approvalText(approval)}.`);
  const isOnTarget = (later: Started) => later.target.id === record.target.id && stores.isOwn(later);
  const [, ...records] = await recordsSince(stores, found, isOnTarget);
  const since = new ChangesSince();
  for (const later of records.reverse()) since.add(later);
  return planUndo(directory, record, { force, later: since.of(record) });
}
