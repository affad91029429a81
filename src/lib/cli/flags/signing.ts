import { Flags } from '@oclif/core';

import { notEmpty } from './connection.js';
import { parsedFlag } from './flag-group.js';

/** The key to sign with. */
export const keyFlag = {
  key: parsedFlag(
    (text) => notEmpty(text, '--key', 'Give the file of an SSH key'),
    'FILE',
    'SSH key to sign with; default: the first of the agent, or in ~/.ssh, that belongs to a signer.',
  ),
};

/** Flags of a command that asks before it signs. */
export const signingFlags = {
  ...keyFlag,
  yes: Flags.boolean({ char: 'y', summary: 'Sign without asking.' }),
  'no-input': Flags.boolean({ summary: 'Never prompt; fail if something is missing.' }),
};
