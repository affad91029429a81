import { Flags, type Interfaces } from '@oclif/core';

import { AdminError } from '../../errors.js';
import { quoted } from '../../text/quoted.js';
import type { SyncInput } from '../../tenants/sync/sync-operation.js';
import type { SyncLimits } from '../../tenants/sync/match-roster.js';
import { changeFlags } from '../flags/change.js';
import { flagGroup } from '../flags/flag-group.js';
import { inputFlags, paceFlags } from '../flags/run.js';

/** The part of the enabled people of a tenant that may leave at once. An export that was cut off has fewer than the others. */
const MAX_LEAVERS = '10%';

/** Flags of `tenant sync`. */
export const syncFlags = {
  ...changeFlags,
  ...flagGroup('CONNECTION', {
    tenant: Flags.string({
      summary: 'Tenant of the roster; users of other tenants are refused.',
      helpValue: 'ID',
      required: true,
    }),
  }),
  ...flagGroup('CHANGE', inputFlags),
  leavers: Flags.option({
    options: ['disable', 'keep', 'delete'] as const,
    default: 'disable',
    summary: 'What becomes of people who are not in the roster.',
  })(),
  'max-leavers': Flags.string({
    summary: 'Refuse the roster if more would leave: a number, or a part of the enabled, rounded up.',
    helpValue: 'N|P%',
    default: MAX_LEAVERS,
    parse: (text) => {
      maxLeaversOf(text);
      return Promise.resolve(text);
    },
  }),
  'max-changes': Flags.integer({
    summary: 'Refuse the roster if it would change more people.',
    helpValue: 'N',
    min: 0,
  }),
  'allow-privileged': Flags.boolean({ summary: 'Let the roster grant privileged roles.' }),
  'no-invite': Flags.boolean({ summary: 'Do not mail an invitation to those who are created.' }),
  ...flagGroup('RUN', {
    resume: Flags.boolean({ summary: 'Continue a run that was interrupted.' }),
    ...paceFlags,
    ordered: Flags.boolean({ summary: 'Print results in input order.' }),
    'max-failures': Flags.integer({ summary: 'Stop after more than N failed rows.', min: 0, helpValue: 'N' }),
  }),
};

/** What the flags say about a sync. */
export function syncInput(flags: Interfaces.InferredFlags<typeof syncFlags>): Omit<SyncInput, 'isPlanned'> {
  return {
    leavers: flags.leavers,
    maxLeavers: maxLeaversOf(flags['max-leavers']),
    maxChanges: flags['max-changes'],
    allowPrivileged: flags['allow-privileged'],
    invite: !flags['no-invite'],
  };
}

/** @throws AdminError USAGE */
function maxLeaversOf(text: string): SyncLimits['maxLeavers'] {
  const [, digits, percent] = /^(\d{1,9})(%?)$/.exec(text.trim()) ?? [];
  const number = Number(digits);
  if (digits !== undefined && percent === '') return { count: number };
  if (digits !== undefined && number <= 100) return { percent: number };
  throw new AdminError('USAGE', `invalid --max-leavers ${quoted(text)}`, {
    hint: 'Give a number of people, such as 25, or a part of the enabled ones, such as 10%',
  });
}
