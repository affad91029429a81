import { Flags, type Interfaces } from '@oclif/core';

import { USER_STATUSES } from '../../model/user.js';
import { parsePasted } from '../../text/pasted-text.js';
import type { UserFilterText } from '../../users/read/user-filter.js';
import { parsedFlag } from './flag-group.js';

/** Limits how many rows a list has. */
export const limitFlag = { limit: Flags.integer({ summary: 'Maximum number of results.', min: 1, helpValue: 'N' }) };

/** Filters users of the pool. */
export const userFilterFlags = {
  ...limitFlag,
  tenant: Flags.string({ summary: 'Only users of this tenant.', helpValue: 'ID' }),
  role: Flags.string({ summary: 'Only users with this role.', helpValue: 'ROLE' }),
  department: Flags.string({ summary: 'Only users of this department.', helpValue: 'ID' }),
  status: Flags.option({ options: USER_STATUSES, summary: 'Only users with this status.', helpValue: 'STATUS' })(),
  enabled: Flags.boolean({ summary: 'Only enabled users.', exclusive: ['disabled'] }),
  disabled: Flags.boolean({ summary: 'Only disabled users.' }),
  'email-prefix': parsedFlag(
    (text) => parsePasted(text, '--email-prefix', 'USAGE'),
    'TEXT',
    'Only users whose email starts with this text.',
  ),
};

/**
 * The filter that the flags give. The tenant is not part of it: it belongs to the directory.
 *
 * @param isSorted whether the users are to be sorted, so that the limit applies afterwards
 */
export function userFilter(
  flags: Interfaces.InferredFlags<typeof userFilterFlags>,
  { isSorted = false } = {},
): UserFilterText {
  return {
    role: flags.role,
    department: flags.department,
    status: flags.status,
    enabled: flags.enabled ? true : flags.disabled ? false : undefined,
    emailPrefix: flags['email-prefix'],
    limit: isSorted ? undefined : flags.limit,
  };
}
