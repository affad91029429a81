import { type Change, isUnchanged } from '../changes/change.js';
import { written } from '../changes/written.js';
import type { Directory } from '../directory.js';
import { AdminError } from '../errors.js';
import type { Group } from '../model/user-pool.js';
import { counted } from '../text/counted.js';
import { changeGroup, GROUP_SETTINGS, type GroupPlan } from './change-group.js';
import { allMembersOf, readGroup } from './read-groups.js';

/** More would make the record of the change too large: 10,000 user names are 370 kB. */
const MOST_MEMBERS = 10_000;

/**
 * Deletes a group; its users stay (DeleteGroup).
 *
 * @throws AdminError GROUP_NOT_FOUND; SETTING_CONFLICT if more users are in it than a record can hold
 */
export async function deleteGroup(directory: Directory, { name }: { name: string }): Promise<Change> {
  const change = await changeGroup(directory, name, (group) => planDeletion(directory, name, group));
  // A later plan has nothing to do once it is deleted. The first one has to find it.
  if (isUnchanged(change)) await readGroup(directory, name);
  return change;
}

/** The deletion of a group, if it exists. The plan lists the users in it, so that the history keeps them. */
export async function planDeletion(directory: Directory, name: string, group: Group | undefined): Promise<GroupPlan> {
  const members = group === undefined ? [] : await memberNames(directory, name);
  const users = counted(members.length, 'user');
  return {
    operation: 'groups.delete',
    fields: deletionFields(group, members),
    disruption:
      members.length === 0 ? 'No user is in it.' : `${users} would no longer be in it from the next token on.`,
    doneMessage: `Deleted group ${name}${members.length === 0 ? '' : ` (${users} in it)`}.`,
    unchangedMessage: `Group ${name} does not exist any more.`,
    apply: async () => written(await directory.cognito.call('DeleteGroup', { GroupName: name })),
  };
}

function deletionFields(group: Group | undefined, members: readonly string[]) {
  if (group === undefined) return [];
  return [
    { field: 'name', before: group.name, after: null },
    ...GROUP_SETTINGS.map((field) => ({ field, before: group[field], after: null })),
    { field: 'members', before: members, after: [] },
  ];
}

/** @throws AdminError SETTING_CONFLICT if there are more than a record can hold */
export async function memberNames(directory: Directory, name: string): Promise<string[]> {
  const names: string[] = [];
  for await (const { username } of allMembersOf(directory, name)) {
    names.push(username);
    if (names.length <= MOST_MEMBERS) continue;
    throw new AdminError(
      'SETTING_CONFLICT',
      `more than ${MOST_MEMBERS.toLocaleString('en')} users are in group ${name}`,
      {
        hint:
          'Nothing was changed. The record of a deletion holds its users, so that it can be undone. First take users out:\n' +
          `sf-admin groups members ${name} -q | sf-admin users remove-from-group --group ${name} --from -`,
      },
    );
  }
  return names.sort();
}
