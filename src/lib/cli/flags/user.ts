import { Flags, type Interfaces } from '@oclif/core';

import { parseAssignment } from '../../conventions/attribute.js';
import { USER_STATUSES } from '../../model/user-statuses.js';
import type { NamedValue } from '../../users/attributes/writable-attributes.js';
import type { UserFilter } from '../../users/read/user-pages.js';

/** Given several times, one value each: the parser would otherwise take the arguments that follow as more values. */
export const repeatable = { multiple: true, multipleNonGreedy: true } as const;

/** Attributes as `NAME=VALUE`. */
export const assignmentFlag = Flags.custom<NamedValue>({
  parse: (text) => Promise.resolve(parseAssignment(text)),
  helpValue: 'NAME=VALUE',
  ...repeatable,
});

/** A user's fields besides email, tenant and roles. */
export const profileFlags = {
  department: Flags.string({ summary: 'Department ID.', helpValue: 'ID' }),
  'given-name': Flags.string({ summary: 'Given name.', helpValue: 'NAME' }),
  'family-name': Flags.string({ summary: 'Family name.', helpValue: 'NAME' }),
};

/** Limits how many rows a list has. */
export const limitFlag = Flags.integer({ summary: 'Maximum number of results.', min: 1, helpValue: 'N' });

/** Filters users of the pool. */
export const userFilterFlags = {
  tenant: Flags.string({ summary: 'Only users of this tenant.', helpValue: 'ID' }),
  role: Flags.string({ summary: 'Only users with this role.', helpValue: 'ROLE' }),
  department: Flags.string({ summary: 'Only users of this department.', helpValue: 'ID' }),
  status: Flags.option({
    options: USER_STATUSES,
    summary: 'Only users with this status.',
    helpValue: 'STATUS',
  })(),
  enabled: Flags.boolean({ summary: 'Only enabled users.', exclusive: ['disabled'] }),
  disabled: Flags.boolean({ summary: 'Only disabled users.' }),
  'email-prefix': Flags.string({
    summary: 'Only users whose email starts with this text.',
    helpValue: 'TEXT',
  }),
  limit: limitFlag,
};

export type UserFilterFlags = Interfaces.InferredFlags<typeof userFilterFlags>;

/** The filter that the flags give. The tenant is not part of it: it belongs to the directory. */
export function userFilter(flags: UserFilterFlags): UserFilter {
  return {
    role: flags.role,
    department: flags.department,
    status: flags.status,
    enabled: flags.enabled ? true : flags.disabled ? false : undefined,
    emailPrefix: flags['email-prefix'],
    limit: flags.limit,
  };
}
