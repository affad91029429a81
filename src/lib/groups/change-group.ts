import type { Change, Plan } from '../changes/change.js';
import { commandLine, type Directory } from '../directory.js';
import { AdminError } from '../errors.js';
import { type FieldChange, movedFields } from '../model/field-change.js';
import type { Group, GroupSettings } from '../model/user-pool.js';
import { shellWord } from '../text/quoted.js';
import { readGroupIfAny } from './read-groups.js';

/** What a use case says about a change to a group: the plan without its target, and how to apply it. */
export type GroupPlan = Omit<Plan, 'target'> & Pick<Change, 'apply'> & Partial<Pick<Change, 'unverifiedFields'>>;

/** The settings of a group, in the order in which they are shown. */
export const GROUP_SETTINGS = ['description', 'precedence', 'roleArn'] as const satisfies (keyof GroupSettings)[];

/**
 * Plans a change to a group as it is now, which may not exist. It is verified by planning it again: nothing may be left to
 * do. A group belongs to all tenants.
 *
 * @throws AdminError as `plan` does
 */
export async function changeGroup(
  directory: Directory,
  name: string,
  plan: (group: Group | undefined) => GroupPlan | Promise<GroupPlan>,
): Promise<Change> {
  const group = await readGroupIfAny(directory, name);
  return {
    unverifiedFields: async () => movedFields((await plan(await readGroupIfAny(directory, name))).fields),
    target: { kind: 'group', id: name, label: name, tenantId: null },
    replan: () => changeGroup(directory, name, plan),
    showCommand: commandLine(directory, `groups show ${shellWord(name)}`),
    ...(await plan(group)),
  };
}

/** The fields of a change that sets a group's settings. One that does not exist has none of them. */
export function settingFields(group: Group | undefined, asked: Partial<GroupSettings>): FieldChange[] {
  return GROUP_SETTINGS.filter((setting) => asked[setting] !== undefined).map((field) => ({
    field,
    before: group?.[field] ?? null,
    after: asked[field] ?? null,
  }));
}

/**
 * The members of a request that sets these settings. An empty description removes it; there is no value that removes the
 * others.
 *
 * @throws AdminError SETTING_CONFLICT for one that cannot be removed
 */
export function groupInput(fields: readonly FieldChange[]) {
  const after = new Map(movedFields(fields).map((change) => [change.field, change.after]));
  const stuck = (['precedence', 'roleArn'] as const).find((setting) => after.get(setting) === null);
  if (stuck !== undefined) {
    throw new AdminError('SETTING_CONFLICT', `Cognito cannot remove the ${LABELS[stuck]} of a group`, {
      hint: 'Nothing was changed. Set another one, or delete the group and create it again.',
    });
  }
  const [description, precedence, roleArn] = GROUP_SETTINGS.map((setting) => after.get(setting));
  return {
    ...(description === undefined ? {} : { Description: description === null ? '' : String(description) }),
    ...(typeof precedence === 'number' ? { Precedence: precedence } : {}),
    ...(typeof roleArn === 'string' ? { RoleArn: roleArn } : {}),
  };
}

const LABELS = { precedence: 'precedence', roleArn: 'role' };
