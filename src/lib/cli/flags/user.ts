import { Flags } from '@oclif/core';

import { parseAssignment } from '../../conventions/attribute.js';
import type { NamedValue } from '../../users/attributes/writable-attributes.js';

/** Given several times, one value each: otherwise the parser would take the arguments that follow as values too. */
const REPEATABLE = { multiple: true, multipleNonGreedy: true } as const;

const ROLE = { helpValue: 'ROLE', ...REPEATABLE } as const;

/** Attributes as `NAME=VALUE`. */
const assignmentFlag = Flags.custom<NamedValue>({
  parse: (text) => Promise.resolve(parseAssignment(text)),
  helpValue: 'NAME=VALUE',
  ...REPEATABLE,
});

const profileFlags = {
  department: Flags.string({ summary: 'Department ID.', helpValue: 'ID' }),
  'given-name': Flags.string({ summary: 'Given name.', helpValue: 'NAME' }),
  'family-name': Flags.string({ summary: 'Family name.', helpValue: 'NAME' }),
};

/** What a new user gets. */
export const newUserFlags = {
  ...profileFlags,
  role: Flags.string({ summary: 'Role; repeatable or comma-separated.', ...ROLE }),
  attribute: assignmentFlag({ summary: 'Set another attribute; repeatable.' }),
};

/** What rows of an import get if they do not say it themselves. */
export const rowDefaultFlags = {
  role: Flags.string({ summary: 'Role for rows without one; repeatable or comma-separated.', ...ROLE }),
  department: Flags.string({ summary: 'Department ID for rows without one.', helpValue: 'ID' }),
};

/** What an existing user gets. */
export const attributeFlags = {
  ...profileFlags,
  set: assignmentFlag({ summary: 'Set an attribute; repeatable.' }),
  unset: Flags.string({ summary: 'Remove an attribute; repeatable.', helpValue: 'NAME', ...REPEATABLE }),
  role: Flags.string({
    summary: 'Replace all roles; repeatable or comma-separated.',
    exclusive: ['add-role', 'remove-role'],
    ...ROLE,
  }),
  'add-role': Flags.string({ summary: 'Add a role; repeatable.', ...ROLE }),
  'remove-role': Flags.string({ summary: 'Remove a role; repeatable.', ...ROLE }),
  email: Flags.string({
    summary: 'New email address to sign in with, marked as verified.',
    helpValue: 'NEW',
    // An address belongs to one user.
    exclusive: ['from'],
  }),
  'move-to-tenant': Flags.string({ summary: 'Move the user to another tenant.', helpValue: 'ID' }),
};
