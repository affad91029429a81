import { type Change, isUnchanged } from '../changes/change.js';
import { commandLine, type Directory } from '../directory.js';
import { AdminError } from '../errors.js';
import type { ChangeRecord } from '../history/record.js';
import type { LaterChange } from './later-changes.js';
import { restoreGrant } from './restore-grant.js';
import { restoreGroup } from './restore-group.js';
import { restoreGroups } from './restore-groups.js';
import { restoreLinks } from './restore-links.js';
import { restoreSettings } from './restore-settings.js';
import { restoreUrls } from './restore-urls.js';
import { restoreUser } from './restore-user.js';

export interface UndoOptions {
  /** Undo the change even if its target has changed since. */
  readonly force: boolean;
  /** The changes of the same fields since, the oldest first: see `ChangesSince`. */
  readonly later: readonly LaterChange[];
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
  { force, later }: UndoOptions,
): Promise<Change> {
  const change = await restoreOf(record)(directory, record, { force });
  if (!force && !isUnchanged(change)) assertLatest(directory, record, later);
  return change;
}

function restoreOf({ target: { kind }, operation }: ChangeRecord): typeof restoreUrls {
  if (kind === 'pool' || SETTINGS.has(operation)) return restoreSettings;
  if (kind === 'client') return restoreUrls;
  if (kind === 'group') return restoreGroup;
  if (operation === 'users.grant') return restoreGrant;
  if (LINKS.has(operation)) return restoreLinks;
  return MEMBERSHIPS.has(operation) ? restoreGroups : restoreUser;
}

const MEMBERSHIPS = new Set<string>(['users.add-to-group', 'users.remove-from-group']);

const LINKS = new Set<string>(['users.link', 'users.unlink']);

const SETTINGS = new Set<string>(['client.set', 'pool.apply']);

/** Even if a field has the recorded value now, later changes may have set it there for a reason. */
function assertLatest(directory: Directory, record: ChangeRecord, later: readonly LaterChange[]): void {
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
