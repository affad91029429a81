import { Flags } from '@oclif/core';

import { parseGroupName } from '../../../conventions/group-name.js';
import { AdminError } from '../../../errors.js';
import type { GroupName } from '../../../model/names.js';
import type { GroupSettings } from '../../../model/user-pool.js';
import { defined } from '../../../model/defined.js';
import { parsePasted } from '../../../text/pasted-text.js';
import { quoted } from '../../../text/quoted.js';
import { flagGroup, parsedFlag } from '../flag-group.js';

/** The group that a command puts users into, or takes them out of. */
export const groupFlag = flagGroup('CHANGE', {
  group: parsedFlag(parseGroupName, 'GROUP', 'Name of the group.'),
});

/**
 * The group that `--group` names. The flag is not marked as required, since `--print-template` needs none.
 *
 * @throws AdminError MISSING_INPUT
 */
export function requiredGroup({ group }: { readonly group?: GroupName | undefined }): GroupName {
  if (group !== undefined) return group;
  throw new AdminError('MISSING_INPUT', 'missing flag --group', { hint: 'Give the name of the group: --group GROUP' });
}

/** The settings of a group. */
export const groupSettingFlags = flagGroup('SETTINGS', {
  description: parsedFlag(parseDescription, 'TEXT|none', 'What the group is for.'),
  precedence: Flags.integer({
    summary: 'Of the groups of a user, the one with the lowest number comes first.',
    helpValue: 'N',
    min: 0,
    // API reference, CreateGroup.
    max: 2 ** 31 - 1,
  }),
  'role-arn': parsedFlag(parseRoleArn, 'ARN', 'IAM role that an identity pool gives to its users.'),
});

/** API reference, CreateGroup. An empty text, such as an unset variable of the shell, would remove the description. */
function parseDescription(text: string): string {
  const description = parsePasted(text, 'description', 'USAGE');
  if (description !== '' && description.length <= 2048) return description;
  throw new AdminError('USAGE', description === '' ? '--description is empty' : '--description is too long', {
    hint: 'It has at most 2,048 characters. To remove the description of a group: --description none',
  });
}

function parseRoleArn(text: string): string {
  const arn = parsePasted(text, 'role', 'USAGE');
  if (/^arn:[\w-]+:iam::\d{12}:role\/[\w+=,.@/-]+$/.test(arn)) return arn;
  throw new AdminError('USAGE', `${quoted(arn)} is not the ARN of a role`, {
    hint: 'Such as arn:aws:iam::111122223333:role/Editors',
  });
}

interface GroupSettingFlags {
  readonly description?: string | undefined;
  readonly precedence?: number | undefined;
  readonly 'role-arn'?: string | undefined;
}

/** The settings that the flags give. */
export function groupSettings({
  description,
  precedence,
  'role-arn': roleArn,
}: GroupSettingFlags): Partial<GroupSettings> {
  return defined({ description: description === 'none' ? null : description, precedence, roleArn });
}

/** @throws AdminError MISSING_INPUT if there is nothing to set */
export function assertGroupSettings(settings: Partial<GroupSettings>): void {
  if (Object.keys(settings).length > 0) return;
  throw new AdminError('MISSING_INPUT', 'groups set needs at least one setting', {
    hint: 'Give --description, --precedence or --role-arn.',
  });
}
