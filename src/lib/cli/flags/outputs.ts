import { Flags } from '@oclif/core';

import { flagGroup } from './flag-group.js';

/** How the outputs of a user pool are shown. */
export const outputsFlags = {
  'show-secrets': Flags.boolean({ summary: 'Include the secrets of the app clients.' }),
  ...flagGroup('OUTPUT', {
    output: Flags.option({
      char: 'o',
      options: ['env', 'json', 'yaml'] as const,
      default: 'env',
      summary: 'Output format.',
    })(),
  }),
};
