import { commandLine, type Directory } from '../../directory.js';
import { AdminError } from '../../errors.js';
import { historyStores } from '../../history/history-stores.js';
import { newestFirst } from '../../history/newest-first.js';
import type { ChangeRecord } from '../../history/record.js';
import { type UserDetail, userLabel } from '../../model/user.js';

/**
 * Milliseconds by which the service's clock may be ahead of this machine's. What changed a user later than that was not the
 * change in the history.
 */
const CLOCKS = 60_000;

/**
 * Refuses to let somebody in again whom anything but a sync of this tenant has kept out, such as a lockdown: a roster does not
 * know why. The history tells, and where it cannot, as for a change from another machine, the time of the user's last change.
 *
 * @param user who is disabled
 * @throws AdminError USER_STATE, by name; HISTORY_UNREADABLE
 */
export async function assertDisabledBySync(directory: Directory, user: UserDetail): Promise<void> {
  const record = await latestChange(directory, user);
  const label = userLabel(user);
  const why = whyNot(record, user);
  if (why === undefined) return;
  throw new AdminError('USER_STATE', `${label} is disabled, ${why}`, {
    hint:
      'A roster does not let in whom somebody else has kept out. If the person may sign in again:\n' +
      commandLine(directory, `users enable ${user.username}`),
  });
}

/** Why a user must stay disabled, to follow that they are; `undefined` if a sync of the tenant did it, and nothing since. */
function whyNot(record: ChangeRecord | undefined, { tenantId, updatedAt }: UserDetail): string | undefined {
  if (record === undefined) return 'and the history does not say why';
  const { operation, target, id } = record;
  const isLeaver = enabledAfter(record) === false && operation === 'tenant.sync' && target.tenantId === tenantId;
  if (!isLeaver)
    return `and the last change was not a sync of ${tenantId ?? 'the tenant'}: ${operation.replace('.', ' ')} (record ${id})`;
  const at = Date.parse(record.finishedAt ?? record.startedAt);
  return updatedAt !== null && Date.parse(updatedAt) > at + CLOCKS
    ? 'and has changed since the sync that did it, which is not in this history'
    : undefined;
}

/** The newest change of a user that had, or may have had, an effect. */
async function latestChange(directory: Directory, { username }: UserDetail): Promise<ChangeRecord | undefined> {
  const stores = historyStores(directory);
  // The end of a change that failed names no target.
  const wants = (line: Buffer) => line.includes(username) || line.includes('"failed"');
  for await (const { record } of newestFirst(stores, { wants })) {
    const { target, result } = record;
    if (target.kind !== 'user' || target.id !== username || !stores.isOwn(record)) continue;
    // An attempt of a sync to let the user in, which the user shows to have had no effect.
    const isLostAttempt = record.operation === 'tenant.sync' && result === 'unknown' && enabledAfter(record) === true;
    if (result !== 'failed' && result !== 'unchanged' && !isLostAttempt) return record;
  }
  return undefined;
}

function enabledAfter({ fields }: ChangeRecord): boolean | undefined {
  const after = fields.find(({ field, before, after: then }) => field === 'enabled' && before !== then)?.after;
  return typeof after === 'boolean' ? after : undefined;
}
