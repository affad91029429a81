import type { Change } from '../changes/change.js';
import { type StepToTake, takeSteps } from '../changes/take-steps.js';
import { written } from '../changes/written.js';
import { takeEach } from '../changes/take-each.js';
import { commandLine, type Directory } from '../directory.js';
import { AdminError } from '../errors.js';
import { changeGroup, GROUP_SETTINGS, groupInput } from '../groups/change-group.js';
import { memberNames, planDeletion } from '../groups/delete-group.js';
import { readGroup } from '../groups/read-groups.js';
import type { ChangeRecord } from '../history/record.js';
import { type FieldChange, type FieldValue, movedFields, movedItems } from '../model/field-change.js';
import type { Group } from '../model/user-pool.js';
import { counted } from '../text/counted.js';
import { getUserIfAny } from '../users/read/find-user.js';
import { assertUnchanged } from './assert-unchanged.js';
import { undoability, undoMessages } from './undoability.js';

/**
 * Undoes a change of a group: its settings get their previous values, a group that was created is deleted if no user is in
 * it, and one that was deleted is created again, with the users who were in it and still exist.
 *
 * @throws AdminError CHANGED_UNDERNEATH if the group has changed since and `force` is not set; NOT_UNDOABLE
 */
export async function restoreGroup(
  directory: Directory,
  record: ChangeRecord,
  { force }: { force: boolean },
): Promise<Change> {
  if (record.operation === 'groups.create') return undoCreation(directory, record, { force });
  const name = record.target.id;
  const recorded = undoability(record).fields;
  const settings = recorded.filter(({ field }) => GROUP_SETTINGS.some((setting) => setting === field));
  const isDeletion = record.operation === 'groups.delete';
  const wanted = movedItems(recorded.find(({ field }) => field === 'members')).removed;
  return changeGroup(directory, name, async (found) => {
    const group = found ?? (isDeletion ? undefined : await readGroup(directory, name));
    const values = settings.map(({ field, before, after: then }) => ({
      field,
      before,
      then,
      now: valueOf(group, field),
    }));
    // A group of that name that was created since is another one, unless it is what an interrupted undo has made.
    if (!force && (group !== undefined || !isDeletion)) assertUnchanged(directory, record, values);
    const fields = values.map(({ field, before, now }): FieldChange => ({ field, before: now, after: before }));
    const present = isDeletion && group !== undefined ? await memberNames(directory, name) : [];
    const absent = wanted.filter((username) => !present.includes(username));
    // Most of them exist when the group is created again. Afterwards few are absent, and may have been deleted.
    const missing = group === undefined ? absent : await existing(directory, absent);
    return {
      operation: 'history.undo',
      undoes: record.id,
      fields: [
        ...(isDeletion ? [{ field: 'name', before: group?.name ?? null, after: name }] : []),
        ...fields,
        ...(isDeletion
          ? [{ field: 'members', before: present, after: [...present, ...missing], relative: true as const }]
          : []),
      ],
      ...(missing.length === 0 ? {} : { disruption: `${counted(missing.length, 'user')} would be in it again.` }),
      ...undoMessages(record.operation, name),
      apply: async () => {
        const input = { GroupName: name, ...groupInput(fields) };
        const steps: StepToTake[] = [
          ...(group === undefined
            ? [
                {
                  step: 'create the group',
                  take: async () => written(await directory.cognito.call('CreateGroup', input)),
                },
              ]
            : []),
          ...(group !== undefined && movedFields(fields).length > 0
            ? [
                {
                  step: 'set its settings',
                  take: async () => written(await directory.cognito.call('UpdateGroup', input)),
                },
              ]
            : []),
          ...(missing.length === 0
            ? []
            : [
                {
                  step: 'put its users back',
                  take: () => takeEach(missing, USERS, (user) => addMember(directory, user, name)),
                },
              ]),
        ];
        return takeSteps(`group ${name}`, steps);
      },
    };
  });
}

/** A user who was deleted since cannot be put back, which must not keep the others out. */
const USERS = { noun: 'user', gone: 'USER_NOT_FOUND' } as const;

async function existing(directory: Directory, usernames: readonly string[]): Promise<string[]> {
  const found: string[] = [];
  for (const username of usernames) if (await getUserIfAny(directory, username)) found.push(username);
  return found;
}

function addMember({ cognito }: Directory, Username: string, GroupName: string) {
  return cognito.call('AdminAddUserToGroup', { Username, GroupName });
}

function undoCreation(directory: Directory, record: ChangeRecord, { force }: { force: boolean }): Promise<Change> {
  const name = record.target.id;
  return changeGroup(directory, name, async (group) => {
    const deletion = await planDeletion(directory, name, group);
    const { removed: members } = movedItems(deletion.fields.find(({ field }) => field === 'members'));
    if (members.length > 0 && !force) {
      throw new AdminError('CHANGED_UNDERNEATH', `by now, ${counted(members.length, 'user')} are in group ${name}`, {
        hint: `Nothing was changed. To delete the group all the same: ${commandLine(directory, `groups delete ${name}`)}`,
      });
    }
    return {
      ...deletion,
      operation: 'history.undo',
      undoes: record.id,
      ...undoMessages(record.operation, name),
    };
  });
}

function valueOf(group: Group | undefined, field: string): FieldValue {
  const setting = GROUP_SETTINGS.find((one) => one === field);
  return setting === undefined ? null : (group?.[setting] ?? null);
}
