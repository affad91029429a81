import type { Directory } from '../directory.js';
import { groupsOfUser } from '../groups/user-groups.js';
import type { ChangeRecord } from '../history/record.js';
import { listed } from '../text/listed.js';
import { getUserIfAny } from '../users/read/find-user.js';
import type { DecidedUser } from './read-decisions.js';

/** What a user has today of the privileged access that a review lists. The keys are part of the JSON output. */
export interface AccessNow {
  readonly enabled: boolean;
  readonly privilegedRoles: readonly string[];
  readonly privilegedGroups: readonly string[];
}

type Reviewed = Pick<DecidedUser, 'privilegedRoles' | 'privilegedGroups'>;

/**
 * Reads what a user of a review still has of it; null if the user no longer exists.
 *
 * @throws AdminError as AdminGetUser and AdminListGroupsForUser do
 */
export async function readAccessNow(
  directory: Directory,
  { username, sub, ...reviewed }: Reviewed & Pick<DecidedUser, 'username' | 'sub'>,
): Promise<AccessNow | null> {
  const user = await getUserIfAny(directory, username);
  // One of the same name, who was created since.
  if (user === undefined || (sub !== null && user.sub !== sub)) return null;
  const groups = reviewed.privilegedGroups.length === 0 ? [] : await groupsOfUser(directory.cognito, user.username);
  return {
    enabled: user.enabled,
    privilegedRoles: reviewed.privilegedRoles.filter((role) => user.roles.includes(role)),
    privilegedGroups: reviewed.privilegedGroups.filter((group) => groups.includes(group)),
  };
}

/**
 * Whether access was taken away, by what the user has today: the user is gone, has nothing of it any more, or was disabled by
 * the review in place of losing the last role. A user who was disabled before, and holds a privileged role, has lost nothing.
 *
 * @param records those of the review about the user
 */
export function isTakenAway(
  { privilegedRoles, privilegedGroups }: Reviewed,
  now: AccessNow | null,
  records: readonly Pick<ChangeRecord, 'operation' | 'result'>[],
): boolean {
  if (now === null) return true;
  const hasListed = privilegedRoles.length + privilegedGroups.length > 0;
  if (heldNow(now).length === 0) return hasListed || !now.enabled;
  const wasDisabled = records.some(({ operation, result }) => operation === 'users.disable' && result === 'done');
  return !now.enabled && now.privilegedGroups.length === 0 && wasDisabled;
}

/** What a user has today, for the evidence; undefined if the records of the review say it. */
export function accessNowText(now: AccessNow | null, hasRecords: boolean): string | undefined {
  if (now === null) return 'the user no longer exists';
  const held = heldNow(now);
  const access = now.enabled ? 'enabled' : hasRecords ? 'disabled' : 'disabled already';
  if (held.length > 0) return `${access}, still holds ${listed(held)}`;
  if (hasRecords) return undefined;
  return `nothing was left to take away, ${access}`;
}

function heldNow({ privilegedRoles, privilegedGroups }: AccessNow): string[] {
  return [...privilegedRoles, ...privilegedGroups];
}
