import type { Change } from '../changes/change.js';
import type { Directory } from '../directory.js';
import { AdminError } from '../errors.js';
import { defined } from '../model/defined.js';
import type { User } from '../model/user.js';
import { listed } from '../text/listed.js';
import { removeFromGroup } from '../users/changes/change-groups.js';
import { disableUser } from '../users/changes/disable-user.js';
import { setAttributes } from '../users/changes/set-attributes.js';
import { getUserIfAny } from '../users/read/find-user.js';
import type { DecidedUser } from './read-decisions.js';

/** The changes that take revoked access away, and the users who are gone. */
export interface Revocations {
  readonly changes: readonly Change[];
  /** The users of the review who no longer exist. */
  readonly gone: readonly DecidedUser[];
}

/**
 * Takes away what is revoked: the privileged roles and groups that the review lists, and no others. A user who would be left
 * without any role, or who has no privileged one, is disabled, since StackFlow's users have at least one role.
 *
 * @throws AdminError as the plans of the changes do
 */
export async function planRevocations(directory: Directory, users: readonly DecidedUser[]): Promise<Revocations> {
  const changes: Change[] = [];
  const gone: DecidedUser[] = [];
  for (const user of users.filter(({ decision }) => decision === 'revoke')) {
    const now = await getUserIfAny(directory, user.username);
    if (now === undefined) {
      gone.push(user);
      continue;
    }
    for (const group of user.privilegedGroups) {
      changes.push(await ofReview(user, `group ${group}`, () => leaveGroup(directory, user, group)));
    }
    changes.push(...(await roleChanges(directory, user, now)));
  }
  return { changes, gone };
}

async function roleChanges(
  directory: Directory,
  user: DecidedUser,
  { roles: held }: Pick<User, 'roles'>,
): Promise<Change[]> {
  const { username, privilegedRoles: roles, privilegedGroups } = user;
  const hasPrivilege = roles.length > 0 || privilegedGroups.length > 0;
  const isLast = roles.length > 0 && held.length > 0 && held.every((role) => roles.includes(role));
  if (!hasPrivilege || isLast) {
    const disable = () => disableUser(directory, { user: username, signOut: false });
    return [await ofReview(user, 'access', disable, isLast ? alreadyDisabled(user, held) : undefined)];
  }
  if (roles.length === 0) return [];
  const removal = {
    user: username,
    values: new Map(),
    roles: [],
    addRoles: [],
    removeRoles: roles,
    movesTenant: false,
  };
  return [await ofReview(user, listed([...roles]), () => setAttributes(directory, removal))];
}

/** Instead of a sentence that says nothing of what a disabled user gets back once enabled. */
function alreadyDisabled({ label }: DecidedUser, held: readonly string[]): string {
  return `${label} is already disabled, and still holds ${listed([...held])}: the last role of a user is not taken away.`;
}

async function leaveGroup(directory: Directory, { username }: DecidedUser, group: string): Promise<Change> {
  return removeFromGroup(group)(directory, username);
}

/**
 * The change, which a person confirms although taking a role away is otherwise done without a question.
 *
 * @param unchangedMessage in place of that of the change
 */
async function ofReview(
  { label, sub, tenantId }: DecidedUser,
  what: string,
  plan: () => Promise<Change>,
  unchangedMessage?: string,
): Promise<Change> {
  const asked = (change: Change): Change => {
    const isOther = sub !== null && change.target.sub !== sub;
    if (isOther || change.target.tenantId !== tenantId) {
      const what = isOther ? 'another user' : 'in another tenant';
      throw new AdminError('CHANGED_UNDERNEATH', `${label} is ${what} than when it was reviewed`, {
        hint: 'Nothing was written. Make the review again: sf-admin access review',
      });
    }
    return {
      ...change,
      ...defined({ unchangedMessage }),
      disruption: change.disruption ?? `${label} loses ${what}.`,
      replan: async () => asked(await change.replan()),
    };
  };
  return asked(await plan());
}
