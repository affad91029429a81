import { strictConventions } from '../changes/plan-summary.js';
import { privilegedGroups, privilegedRoles } from '../conventions/roles.js';
import type { Directory } from '../directory.js';
import type { User } from '../model/user.js';
import { groupsOfUser } from './user-groups.js';

/**
 * What a user who can sign in holds: the privileged roles, and the groups that the conventions count as such. The groups are
 * read only if there are any (AdminListGroupsForUser).
 *
 * @throws AdminError as AdminListGroupsForUser and `strictConventions` do
 */
export async function privilegesOf(
  directory: Directory,
  { username, roles }: Pick<User, 'username' | 'roles'>,
): Promise<string[]> {
  const conventions = await strictConventions(directory);
  const { privilegedGroups: known = [] } = conventions;
  const groups = known.length === 0 ? [] : await groupsOfUser(directory.cognito, username);
  return [...privilegedRoles(roles, conventions), ...privilegedGroups(groups, conventions)];
}
