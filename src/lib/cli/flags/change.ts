import { Flags, type Interfaces } from '@oclif/core';

import { connectionFlags } from './connection.js';
import { flagGroup } from './flag-group.js';

/** Flags of every command that changes something in a user pool. */
export const changeFlags = {
  ...connectionFlags,
  ...flagGroup('CHANGE', {
    'dry-run': Flags.boolean({ summary: 'Show what would change without changing anything.' }),
    'plan-out': Flags.string({
      summary: 'Save the plan to this file, which must not exist, and change nothing; see: sf-admin apply.',
      helpValue: 'FILE',
      exclusive: ['dry-run', 'yes', 'confirm'],
    }),
    yes: Flags.boolean({ char: 'y', summary: 'Skip confirmation prompts.' }),
    confirm: Flags.string({
      summary: "Confirm what --yes does not: the target's name, or the number of rows that would change.",
      helpValue: 'VALUE',
    }),
    reason: Flags.string({ summary: 'Reason to record in the history.', helpValue: 'TEXT' }),
    'no-input': Flags.boolean({ summary: 'Never prompt; fail if something is missing.' }),
  }),
};

export type ChangeFlags = Interfaces.InferredFlags<typeof changeFlags>;
