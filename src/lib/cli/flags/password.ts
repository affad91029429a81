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

/** Where the flags say that a password comes from. */
export function passwordChoice(flags: Interfaces.InferredFlags<typeof passwordFlags>): PasswordChoice {
  return { generate: flags['generate-password'], fromStdin: flags['password-stdin'] };
}
