import { Flags, type Interfaces } from '@oclif/core';

import type { PasswordChoice } from '../../users/passwords/password-source.js';

/** The two sources of a password besides the hidden prompt. */
export const passwordFlags = {
  'generate-password': Flags.boolean({
    summary: 'Generate a password that meets the policy and print it once, or write it to --credentials.',
    exclusive: ['password-stdin'],
    // With --quiet a generated password would be printed nowhere, and lost; those of a run are in a file.
    relationships: [
      { type: 'none', flags: [{ name: 'quiet', when: ({ from }) => Promise.resolve(from === undefined) }] },
    ],
  }),
  'password-stdin': Flags.boolean({ summary: 'Read the password from stdin.' }),
};

type PasswordFlags = Interfaces.InferredFlags<typeof passwordFlags> & {
  readonly from?: string | undefined;
  readonly 'plan-out'?: string | undefined;
};

/**
 * Where the flags say that a password comes from. For the plan of one user it need not be known, nor is it read: one that is
 * generated stands for it, as in a dry run.
 *
 * @param options.isNeeded whether the change needs a password, whatever the flags say
 */
export function passwordChoice(flags: PasswordFlags, { isNeeded }: { isNeeded: boolean }): PasswordChoice {
  const isLater = flags['plan-out'] !== undefined && flags.from === undefined;
  if (isLater && (isNeeded || flags['password-stdin'])) return { generate: true, fromStdin: false };
  return { generate: flags['generate-password'], fromStdin: flags['password-stdin'] };
}
