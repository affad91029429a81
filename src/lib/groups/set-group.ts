import type { Change } from '../changes/change.js';
import { written } from '../changes/written.js';
import type { Directory } from '../directory.js';
import { defined } from '../model/defined.js';
import { movedFields } from '../model/field-change.js';
import type { GroupSettings } from '../model/user-pool.js';
import { fieldLabel } from '../text/field-text.js';
import { listed } from '../text/listed.js';
import { changeGroup, groupInput, settingFields } from './change-group.js';
import { readGroup } from './read-groups.js';

export interface SetGroupInput extends Partial<GroupSettings> {
  readonly name: string;
}

/**
 * Changes settings of a group; those that the input does not name stay as they are (UpdateGroup).
 *
 * @throws AdminError GROUP_NOT_FOUND; SETTING_CONFLICT for a setting that cannot be removed
 */
export function setGroup(directory: Directory, { name, ...asked }: SetGroupInput): Promise<Change> {
  return changeGroup(directory, name, async (found) => {
    const group = found ?? (await readGroup(directory, name));
    const fields = settingFields(group, asked);
    const moved = movedFields(fields);
    const input = groupInput(fields);
    const movesRole = moved.some(({ field }) => field !== 'description');
    return {
      operation: 'groups.set',
      fields,
      ...defined({ disruption: movesRole ? 'The roles in the next tokens of its users may change.' : undefined }),
      doneMessage: `Changed ${listed(moved.map(({ field }) => fieldLabel(field)))} of group ${name}.`,
      unchangedMessage: `Group ${name} already has these settings.`,
      apply: async () => written(await directory.cognito.call('UpdateGroup', { GroupName: name, ...input })),
    };
  });
}
