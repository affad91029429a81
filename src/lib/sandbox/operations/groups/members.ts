import { defined } from '../../../model/defined.js';
import { operation } from '../../engine/operation.js';
import { orderedPage, PAGE_SIZE_OR_ZERO, PAGE_TOKEN, sortedPage } from '../../engine/page.js';
import { ONE_USER, USERNAME } from '../../engine/parameters.js';
import { invalidParameter } from '../../engine/service-error.js';
import { required, structure } from '../../engine/shape.js';
import { unwrap } from '../../state/draft.js';
import type { GroupState } from '../../state/group-state.js';
import { requirePool, requireUser } from '../../state/lookup.js';
import type { PoolState, UserState } from '../../state/state.js';
import { userResponse } from '../users/read-users.js';
import { userChange, userReader } from '../users/user-operation.js';
import { groupResponse, leaveGroup, ONE_GROUP, requireGroup } from './groups.js';

/** The groups that a user can be in (quotas in the developer guide). */
const MAX_GROUPS_PER_USER = 100;

const Membership = structure({ ...ONE_GROUP, Username: required(USERNAME) });

/** A user who is in the group already stays in it. */
export const AdminAddUserToGroup = userChange(Membership, (user, { pool, input: { GroupName } }) => {
  requireGroup(pool, GroupName);
  addToGroup(user, GroupName);
});

/** Undocumented: a user who is not in the group is no error. */
export const AdminRemoveUserFromGroup = userChange(Membership, (user, { pool, input: { GroupName } }) => {
  requireGroup(pool, GroupName);
  leaveGroup(user, GroupName);
});

const ListGroupsRequest = structure({ ...ONE_USER, Limit: PAGE_SIZE_OR_ZERO, NextToken: PAGE_TOKEN });

/** Undocumented: the order, which is that of `groupsOf`. */
export const AdminListGroupsForUser = userReader(ListGroupsRequest, (user, { pool, input }) => {
  const { UserPoolId, Limit, NextToken } = input;
  const groups = new Map(groupsOf(pool, user));
  const list = ['groups of a user', UserPoolId, user.username];
  const { keys, nextToken } = orderedPage([...groups.keys()], list, NextToken, Limit);
  return {
    Groups: keys.map((name) => groupResponse(UserPoolId, name, requireGroup(pool, name))),
    ...defined({ NextToken: nextToken }),
  };
});

const ListUsersRequest = structure({ ...ONE_GROUP, Limit: PAGE_SIZE_OR_ZERO, NextToken: PAGE_TOKEN });

export const ListUsersInGroup = operation(ListUsersRequest, async ({ store }, input) => {
  const { UserPoolId, GroupName, Limit, NextToken } = input;
  const pool = requirePool(await store.read(), UserPoolId);
  requireGroup(pool, GroupName);
  const members = Object.values(unwrap(pool.users)).filter(({ groups }) => groups?.includes(GroupName));
  const names = members.map(({ username }) => username);
  const { keys, nextToken } = sortedPage(names, ['users of a group', UserPoolId, GroupName], NextToken, Limit);
  return {
    Users: keys.map((name) => userResponse(requireUser(pool, name))),
    ...defined({ NextToken: nextToken }),
  };
});

/**
 * Puts a user into a group that exists. Throws InvalidParameterException at the limit, because the API reference lists no
 * LimitExceededException for AdminAddUserToGroup; which error Cognito gives is undocumented.
 */
export function addToGroup(user: UserState, name: string): void {
  const groups = user.groups ?? [];
  if (groups.includes(name)) return;
  if (groups.length >= MAX_GROUPS_PER_USER) {
    throw invalidParameter(`A user can be in at most ${MAX_GROUPS_PER_USER} groups.`);
  }
  user.groups = [...groups, name];
}

/** A user's groups: the lowest precedence first, those without one last, and equal ones by name. */
export function groupsOf(pool: PoolState, user: UserState): [name: string, group: GroupState][] {
  const groups = (user.groups ?? []).map((name): [string, GroupState] => [name, requireGroup(pool, name)]);
  const rank = ({ precedence = Infinity }: GroupState) => precedence;
  return groups.sort(([name, group], [otherName, other]) => {
    if (rank(group) !== rank(other)) return rank(group) < rank(other) ? -1 : 1;
    return name < otherName ? -1 : 1;
  });
}

/** What a user's groups add to their tokens: `cognito:groups`, `cognito:roles` and `cognito:preferred_role`. */
export interface GroupClaims {
  readonly groups: readonly string[];
  readonly roles: readonly string[];
  /** Absent if the groups that come first have different roles, or none. */
  readonly preferredRole?: string;
}

/** API reference, `Precedence` of CreateGroup: groups of equal precedence with different roles prefer neither. */
export function groupClaims(pool: PoolState, user: UserState): GroupClaims {
  const groups = groupsOf(pool, user);
  const withRole = groups.flatMap(([, { roleArn, precedence }]) =>
    roleArn === undefined ? [] : [{ roleArn, precedence }],
  );
  const first = withRole.filter(({ precedence }) => precedence === withRole[0]?.precedence);
  const [preferredRole, ...others] = new Set(first.map(({ roleArn }) => roleArn));
  return {
    groups: groups.map(([name]) => name),
    roles: [...new Set(withRole.map(({ roleArn }) => roleArn))],
    ...(others.length === 0 && defined({ preferredRole })),
  };
}
