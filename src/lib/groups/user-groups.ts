import type { Cognito } from '../cognito/client/cognito.js';
import { PAGE_SIZE, pages } from '../cognito/client/pages.js';
import { AdminError } from '../errors.js';
import { defined } from '../model/defined.js';
import { type Group, groupFrom } from '../model/user-pool.js';

/** The names of the groups that a user is in, in Cognito's order. @param username the canonical one */
export async function groupsOfUser(cognito: Cognito, username: string): Promise<string[]> {
  return (await describedGroupsOfUser(cognito, username)).map(({ name }) => name);
}

/** The groups that a user is in, in Cognito's order (AdminListGroupsForUser). @param Username the canonical one */
export async function describedGroupsOfUser(cognito: Cognito, Username: string): Promise<Group[]> {
  const found: Group[] = [];
  const groups = pages(async (NextToken) => {
    const page = await cognito.call('AdminListGroupsForUser', {
      Username,
      Limit: PAGE_SIZE,
      ...defined({ NextToken }),
    });
    return { items: page.Groups, nextToken: page.NextToken, metadata: page.$metadata };
  });
  for await (const group of groups) if (group.GroupName !== undefined) found.push(groupFrom(group));
  return found;
}

/** As `groupsOfUser`, but `null` if the caller may not list them: an older IAM policy does not allow it. */
export async function groupsIfAllowed(cognito: Cognito, username: string): Promise<string[] | null> {
  try {
    return await groupsOfUser(cognito, username);
  } catch (error) {
    if (error instanceof AdminError && UNAVAILABLE.has(error.code)) return null;
    throw error;
  }
}

const UNAVAILABLE = new Set<string>(['UNSUPPORTED_OPERATION', 'ACCESS_DENIED']);
