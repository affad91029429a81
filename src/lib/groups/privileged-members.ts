import type { Directory } from '../directory.js';
import { AdminError } from '../errors.js';
import { allMembersOf } from './read-groups.js';

/** What a context names as a privileged group may not exist, or the caller may not list its users. */
const UNREADABLE = new Set<string>(['ACCESS_DENIED', 'UNSUPPORTED_OPERATION', 'GROUP_NOT_FOUND']);

/**
 * The users in the groups that the conventions count as privileged roles, each with these groups (ListUsersInGroup). They are
 * a few of all users, so that memory holds them.
 *
 * @param onUnread gets each group whose users cannot be read
 * @returns the names of the groups by user name
 * @throws AdminError as the calls do, unless the group does not exist or listing its users is not allowed
 */
export async function privilegedMembers(
  directory: Directory,
  onUnread: (group: string, why: AdminError) => void,
): Promise<ReadonlyMap<string, readonly string[]>> {
  const members = new Map<string, string[]>();
  const { privilegedGroups = [] } = directory.conventions;
  await Promise.all(
    privilegedGroups.map(async (group) => {
      try {
        for await (const { username } of allMembersOf(directory, group)) {
          members.set(username, [...(members.get(username) ?? []), group]);
        }
      } catch (error) {
        if (!(error instanceof AdminError) || !UNREADABLE.has(error.code)) throw error;
        onUnread(group, error);
      }
    }),
  );
  return members;
}
