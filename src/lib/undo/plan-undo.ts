import { type Change, isUnchanged } from '../changes/change.js';
import { commandLine, type Directory } from '../directory.js';
import { AdminError } from '../errors.js';
import type { ChangeRecord } from '../history/record.js';
import { movedFields } from '../model/field-change.js';
import { restoreSettings } from './restore-settings.js';
import { restoreUrls } from './restore-urls.js';
import { restoreUser } from './restore-user.js';
import { undoability } from './undoability.js';

export interface UndoOptions {
  /** Undo the change even if its target has changed since. */
  readonly force: boolean;
  readonly laterChanges: LaterChanges;
}

/**
 * Plans the inverse of a record. The caller has checked that it can be undone (`assertUndoable`) and that it is as it
 * was written (`assertTrusted`).
 *
 * @throws AdminError CHANGED_UNDERNEATH if the target has changed since and `force` is not set; as reading the target
 *   does
 */
export async function planUndo(
  directory: Directory,
  record: ChangeRecord,
  { force, laterChanges }: UndoOptions,
): Promise<Change> {
  const change = await restoreOf(record)(directory, record, { force });
  if (!force && !isUnchanged(change)) assertLatest(directory, record, laterChanges(record));
  return change;
}

function restoreOf({ target: { kind }, operation }: ChangeRecord): typeof restoreUrls {
  if (kind === 'pool' || operation === 'client.set') return restoreSettings;
  return kind === 'client' ? restoreUrls : restoreUser;
}

/** Finds the changes after a record that changed, on the same user, a field that undoing the record would restore. */
export type LaterChanges = (record: ChangeRecord) => readonly ChangeRecord[];

/**
 * Indexes records by user, so that each lookup of later changes is quick.
 *
 * @param all the oldest first. Their order counts and not their times, since a clock may have been set back
 */
export function laterChanges(all: readonly ChangeRecord[]): LaterChanges {
  const byUser = new Map<string, ChangeRecord[]>();
  for (const record of all) {
    const { target, result } = record;
    if (target.kind !== 'user' || result === 'failed' || result === 'unchanged') continue;
    const ofUser = byUser.get(target.id);
    if (ofUser === undefined) byUser.set(target.id, [record]);
    else ofUser.push(record);
  }
  return ({ id, ...record }) => {
    const names = new Set(undoability(record).fields.map(({ field }) => field));
    const ofUser = byUser.get(record.target.id) ?? [];
    return ofUser
      .slice(ofUser.findIndex((one) => one.id === id) + 1)
      .filter((later) => movedFields(later.fields).some(({ field }) => names.has(field)));
  };
}

/** Even if a field has the recorded value now, later changes may have set it there for a reason. */
function assertLatest(directory: Directory, record: ChangeRecord, later: readonly ChangeRecord[]): void {
  const latest = later.at(-1);
  if (latest === undefined) return;
  const list = later.map(({ operation, id }) => `${operation} (record ${id})`).join(', ');
  throw new AdminError('CHANGED_UNDERNEATH', `${record.target.label} has changed since record ${record.id}`, {
    hint:
      `Nothing was changed. Since then: ${list}.\n` +
      `To undo the latest first: ${commandLine(directory, `history undo ${latest.id}`)}\n` +
      `To restore the earlier values anyway: ${commandLine(directory, `history undo ${record.id} --force`)}`,
  });
}
