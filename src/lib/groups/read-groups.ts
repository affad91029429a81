import { PAGE_SIZE, pages } from '../cognito/client/pages.js';
import { badResponse } from '../cognito/errors/bad-response.js';
import { privilegedGroups } from '../conventions/roles.js';
import type { Directory } from '../directory.js';
import { AdminError } from '../errors.js';
import { defined } from '../model/defined.js';
import { type Group, groupFrom } from '../model/user-pool.js';
import { type User, userFromList } from '../model/user.js';
import { closestListed, didYouMean } from '../text/suggestion.js';

/*
 * groups/: use cases on the groups of a user pool. Which groups a user is in belongs to the user: users/read/user-groups.ts
 * and users/changes/change-groups.ts.
 */

/** A group as `groups show` shows it. */
export interface DescribedGroup extends Group {
  readonly privileged: boolean;
}

/** The pool's groups, as they come (ListGroups). */
export function listGroups({ cognito }: Pick<Directory, 'cognito'>): AsyncIterable<Group> {
  return pages(async (NextToken) => {
    const page = await cognito.call('ListGroups', { Limit: PAGE_SIZE, ...defined({ NextToken }) });
    return { items: page.Groups?.map(groupFrom), nextToken: page.NextToken, metadata: page.$metadata };
  });
}

/**
 * A group (GetGroup).
 *
 * @throws AdminError GROUP_NOT_FOUND, with the most similar name; BAD_RESPONSE if the service answers with another one
 */
export async function readGroup(directory: Directory, name: string): Promise<Group> {
  const group = await readGroupIfAny(directory, name);
  if (group !== undefined) return group;
  throw new AdminError('GROUP_NOT_FOUND', `no group ${name} in user pool ${directory.endpoint.poolId}`, {
    hint: `${didYouMean(await closestListed(name, listGroups(directory)))}To list the groups: sf-admin groups list`,
  });
}

/** A group, and whether the conventions count it as a privileged role. @throws AdminError those of `readGroup` */
export async function describeGroup(directory: Directory, name: string): Promise<DescribedGroup> {
  const group = await readGroup(directory, name);
  return { ...group, privileged: privilegedGroups([name], directory.conventions).length > 0 };
}

/** As `readGroup`, but `undefined` if there is no such group. */
export async function readGroupIfAny({ cognito }: Directory, name: string): Promise<Group | undefined> {
  try {
    const answer = await cognito.call('GetGroup', { GroupName: name });
    if (answer.Group?.GroupName === name) return groupFrom(answer.Group);
    const other = answer.Group?.GroupName;
    throw badResponse(
      `Cognito returned ${other === undefined ? 'no group' : `group ${other}`} when asked for group ${name}`,
      answer.$metadata,
    );
  } catch (error) {
    if (error instanceof AdminError && error.code === 'GROUP_NOT_FOUND') return undefined;
    throw error;
  }
}

/** Users of a pool can be in one group, all of them: as many pages as a pool has. */
const MAX_MEMBER_PAGES = 1_000_000;

/**
 * The users in a group, as they come (ListUsersInGroup). If the directory acts in a tenant, only users of that tenant.
 *
 * @throws AdminError GROUP_NOT_FOUND
 */
export async function* membersOf(directory: Directory, name: string): AsyncGenerator<User, void, undefined> {
  for await (const user of allMembersOf(directory, name)) {
    if (directory.tenant === undefined || user.tenantId === directory.tenant) yield user;
  }
}

/** As `membersOf`, of every tenant: to know what else a change concerns. */
export function allMembersOf({ cognito }: Directory, GroupName: string): AsyncGenerator<User, void, undefined> {
  return pages(
    async (NextToken) => {
      const input = { GroupName, Limit: PAGE_SIZE, ...defined({ NextToken }) };
      const page = await cognito.call('ListUsersInGroup', input);
      return { items: page.Users?.map(userFromList), nextToken: page.NextToken, metadata: page.$metadata };
    },
    { maxPages: MAX_MEMBER_PAGES },
  );
}
