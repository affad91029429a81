/** operations/groups/ holds the operations on groups: groups in this file, and who is in them in members.ts. */
import { defined } from '../../../model/defined.js';
import { epochSeconds, operation } from '../../engine/operation.js';
import { PAGE_SIZE_OR_ZERO, PAGE_TOKEN, sortedPage } from '../../engine/page.js';
import { ARN, ONE_POOL } from '../../engine/parameters.js';
import { limitExceeded, notFound, ServiceError } from '../../engine/service-error.js';
import { integer, required, string, structure } from '../../engine/shape.js';
import { unwrap } from '../../state/draft.js';
import type { GroupState } from '../../state/group-state.js';
import { own, requirePool, requireUser } from '../../state/lookup.js';
import type { PoolState, UserState } from '../../state/state.js';

/** A pool's groups (quotas in the developer guide). */
const MAX_GROUPS = 10_000;

export const ONE_GROUP = {
  ...ONE_POOL,
  GroupName: required(string({ min: 1, max: 128, pattern: '[\\p{L}\\p{M}\\p{S}\\p{N}\\p{P}]+' })),
} as const;

const Settings = structure({
  ...ONE_GROUP,
  Description: string({ max: 2048 }),
  RoleArn: ARN,
  Precedence: integer({ min: 0, max: 2 ** 31 - 1 }),
});

export const CreateGroup = operation(Settings, ({ store, now }, input) =>
  store.update((state) => {
    const pool = requirePool(state, input.UserPoolId);
    const groups = pool.groups ?? {};
    if (Object.hasOwn(groups, input.GroupName) || input.GroupName === '__proto__') {
      throw new ServiceError('GroupExistsException', 'A group with the name already exists.');
    }
    if (Object.keys(groups).length >= MAX_GROUPS) {
      throw limitExceeded(`${MAX_GROUPS} groups`);
    }
    const time = now().getTime();
    const { Description: description, RoleArn: roleArn, Precedence: precedence } = input;
    const group: GroupState = { ...defined({ description, roleArn, precedence }), createdAt: time, modifiedAt: time };
    pool.groups ??= {};
    pool.groups[input.GroupName] = group;
    return { Group: groupResponse(input.UserPoolId, input.GroupName, group) };
  }),
);

export const GetGroup = operation(structure(ONE_GROUP), async ({ store }, { UserPoolId, GroupName }) => {
  const group = requireGroup(requirePool(await store.read(), UserPoolId), GroupName);
  return { Group: groupResponse(UserPoolId, GroupName, group) };
});

const ListRequest = structure({ ...ONE_POOL, Limit: PAGE_SIZE_OR_ZERO, NextToken: PAGE_TOKEN });

export const ListGroups = operation(ListRequest, async ({ store }, { UserPoolId, Limit, NextToken }) => {
  const pool = requirePool(await store.read(), UserPoolId);
  const names = Object.keys(pool.groups ?? {});
  const { keys, nextToken } = sortedPage(names, ['groups', UserPoolId], NextToken, Limit);
  return {
    Groups: keys.map((name) => groupResponse(UserPoolId, name, requireGroup(pool, name))),
    ...defined({ NextToken: nextToken }),
  };
});

/** Undocumented: what the request leaves out is kept. Terraform's provider, which sends only what changed, relies on it. */
export const UpdateGroup = operation(Settings, ({ store, now }, input) =>
  store.update((state) => {
    const group = requireGroup(requirePool(state, input.UserPoolId), input.GroupName);
    const { Description: description, RoleArn: roleArn, Precedence: precedence } = input;
    Object.assign(group, defined({ description, roleArn, precedence }), { modifiedAt: now().getTime() });
    return { Group: groupResponse(input.UserPoolId, input.GroupName, group) };
  }),
);

/** Its users stay, and are no longer in it. */
export const DeleteGroup = operation(structure(ONE_GROUP), ({ store }, { UserPoolId, GroupName }) =>
  store.update((state) => {
    const pool = requirePool(state, UserPoolId);
    requireGroup(pool, GroupName);
    Reflect.deleteProperty(pool.groups ?? {}, GroupName);
    for (const { username, groups } of Object.values(unwrap(pool.users))) {
      if (groups?.includes(GroupName)) leaveGroup(requireUser(pool, username), GroupName);
    }
    return {};
  }),
);

/** Throws ResourceNotFoundException. */
export function requireGroup(pool: PoolState, name: string): GroupState {
  const group = own(pool.groups ?? {}, name);
  if (!group) throw notFound('Group not found.');
  return group;
}

export function leaveGroup(user: UserState, name: string): void {
  user.groups = (user.groups ?? []).filter((group) => group !== name);
}

/** `GroupType` */
export function groupResponse(UserPoolId: string, GroupName: string, group: GroupState): object {
  return {
    GroupName,
    UserPoolId,
    ...defined({ Description: group.description, RoleArn: group.roleArn, Precedence: group.precedence }),
    LastModifiedDate: epochSeconds(group.modifiedAt),
    CreationDate: epochSeconds(group.createdAt),
  };
}
