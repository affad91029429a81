import type { Change } from '../changes/change.js';
import { written } from '../changes/written.js';
import type { Directory } from '../directory.js';
import { AdminError } from '../errors.js';
import { sameValue } from '../model/field-change.js';
import type { GroupSettings } from '../model/user-pool.js';
import { changeGroup, GROUP_SETTINGS, groupInput, settingFields } from './change-group.js';

export interface CreateGroupInput extends Partial<GroupSettings> {
  readonly name: string;
}

/**
 * Creates a group (CreateGroup). Nothing is left to do if it exists with the same settings.
 *
 * @throws AdminError GROUP_EXISTS if it exists with other ones
 */
export function createGroup(directory: Directory, { name, ...asked }: CreateGroupInput): Promise<Change> {
  return changeGroup(directory, name, (group) => {
    const differs = GROUP_SETTINGS.some((key) => !sameValue(group?.[key] ?? null, asked[key] ?? null));
    if (group !== undefined && differs) {
      throw new AdminError('GROUP_EXISTS', `group ${name} already exists, with other settings`, {
        hint: `To see it: sf-admin groups show ${name}\nTo change it: sf-admin groups set ${name}`,
      });
    }
    const fields = settingFields(group, asked);
    return {
      operation: 'groups.create',
      fields: [{ field: 'name', before: group?.name ?? null, after: name }, ...fields],
      doneMessage: `Created group ${name}.`,
      unchangedMessage: `Group ${name} already exists, with these settings.`,
      apply: async () =>
        written(await directory.cognito.call('CreateGroup', { GroupName: name, ...groupInput(fields) })),
    };
  });
}
