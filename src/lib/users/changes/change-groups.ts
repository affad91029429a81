import type { Applied, Change } from '../../changes/change.js';
import { readGroup } from '../../groups/read-groups.js';
import { privilegedGroups } from '../../conventions/roles.js';
import type { Directory } from '../../directory.js';
import { defined } from '../../model/defined.js';
import { type UserDetail, userLabel } from '../../model/user.js';
import { groupsOfUser } from '../../groups/user-groups.js';
import { written } from '../../changes/written.js';
import { changeUser, type UserPlan } from './user-change.js';

/** Plans a change of one user, given by an email, a `sub` or a user name. */
type PlanMembership = (directory: Directory, user: string) => Promise<Change>;

/**
 * Puts users into a group (AdminAddUserToGroup). That it exists is looked up once, however many users there are.
 *
 * @throws AdminError GROUP_NOT_FOUND; as `findUser` does
 */
export function addToGroup(group: string): PlanMembership {
  return membership(group, (directory, user, groups) => {
    const isIn = groups.includes(group);
    return {
      operation: 'users.add-to-group',
      after: isIn ? groups : [...groups, group],
      ...defined({ disruption: groupDisruption(directory, user, isIn ? [] : [group]) }),
      doneMessage: `Added ${userLabel(user)} to group ${group}.`,
      unchangedMessage: `${userLabel(user)} is already in group ${group}.`,
      apply: () => joinGroup(directory, user.username, group),
    };
  });
}

/** Takes users out of a group (AdminRemoveUserFromGroup). @throws AdminError as `addToGroup` does */
export function removeFromGroup(group: string): PlanMembership {
  return membership(group, (directory, user, groups) => ({
    operation: 'users.remove-from-group',
    after: groups.filter((one) => one !== group),
    doneMessage: `Removed ${userLabel(user)} from group ${group}.`,
    unchangedMessage: `${userLabel(user)} is not in group ${group}.`,
    apply: () => leaveGroup(directory, user.username, group),
  }));
}

type Membership = Omit<UserPlan, 'fields' | 'notes'> & { readonly after: readonly string[] };

function membership(
  group: string,
  plan: (directory: Directory, user: UserDetail, groups: readonly string[]) => Membership,
): PlanMembership {
  let looking: Promise<unknown> | undefined;
  return (directory, name) => {
    looking ??= readGroup(directory, group);
    // It is awaited once the user is known, and reading the user may fail first.
    looking.catch(() => undefined);
    return changeUser(directory, name, async (user) => {
      await looking;
      const groups = await groupsOfUser(directory.cognito, user.username);
      const { after, ...rest } = plan(directory, user, groups);
      return { ...rest, fields: [{ field: 'groups', before: groups, after, relative: true }], notes: [TOKEN_NOTE] };
    });
  };
}

/** What joining privileged groups does: a sentence, if there are any. */
export function groupDisruption(
  { conventions }: Directory,
  user: UserDetail,
  joined: readonly string[],
): string | undefined {
  const privileged = privilegedGroups(joined, conventions);
  return privileged.length === 0
    ? undefined
    : `${userLabel(user)} would be in ${privileged.join(', ')}, which is privileged.`;
}

/** @param Username the canonical user name */
export async function joinGroup({ cognito }: Directory, Username: string, GroupName: string): Promise<Applied> {
  return written(await cognito.call('AdminAddUserToGroup', { Username, GroupName }));
}

/** @param Username the canonical user name */
export async function leaveGroup({ cognito }: Directory, Username: string, GroupName: string): Promise<Applied> {
  return written(await cognito.call('AdminRemoveUserFromGroup', { Username, GroupName }));
}

const TOKEN_NOTE = 'Tokens that were already issued keep the groups they have, until they are renewed.';
