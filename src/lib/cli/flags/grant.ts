import { Flags, type Interfaces } from '@oclif/core';

import { AdminError } from '../../errors.js';
import { parseUntil, type Until } from '../../grants/until.js';
import { flagGroup } from './flag-group.js';

/** Which role a user gets, and for how long. They are not marked as required, since `--print-template` needs none. */
export const grantFlags = flagGroup('CHANGE', {
  role: Flags.string({ summary: 'Role to give.', helpValue: 'ROLE' }),
  until: Flags.custom<Until>({
    summary: 'When it is taken back: 30m, 4h, 3d, 2026-11-20T18:00Z; at most 92 days from now.',
    helpValue: 'TIME',
    parse: (text) => Promise.resolve(parseUntil(text, new Date())),
  })(),
});

/** @throws AdminError MISSING_INPUT, naming each missing flag */
export function requiredGrant({ role, until }: Interfaces.InferredFlags<typeof grantFlags>): {
  role: string;
  until: Until;
} {
  if (role !== undefined && until !== undefined) return { role, until };
  const missing = [...(role === undefined ? ['--role'] : []), ...(until === undefined ? ['--until'] : [])];
  throw new AdminError('MISSING_INPUT', `missing ${missing.length === 1 ? 'flag' : 'flags'} ${missing.join(' and ')}`, {
    hint:
      'Give the role, and when it is to be taken back, such as --role ROLE --until 4h.\n' +
      'For a role without an end: sf-admin users set-attributes USER --add-role ROLE',
  });
}
