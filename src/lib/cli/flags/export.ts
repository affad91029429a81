import { Flags, type Interfaces } from '@oclif/core';

import { connectionFlags, notEmpty } from './connection.js';
import { flagGroup, parsedFlag } from './flag-group.js';
import { columnsFlag, outputFlags } from './output.js';
import { userFilterFlags } from './user-filter.js';
import { AdminError } from '../../errors.js';

/** ListUsers calls per second by default: half of its quota, which sign-ups and other tools share. */
const DEFAULT_RATE = 15;

/** Flags of `users export`; `--output` has other formats than elsewhere. */
export const exportFlags = {
  ...connectionFlags,
  ...columnsFlag,
  ...userFilterFlags,
  ...flagGroup('OUTPUT', {
    output: Flags.option({
      char: 'o',
      options: ['ndjson', 'csv'] as const,
      default: 'ndjson',
      summary: 'Output format.',
    })(),
    quiet: Flags.boolean({
      ...outputFlags.quiet,
      summary: 'Print only identifiers, one per line; with --to, nothing.',
    }),
    to: parsedFlag(parseFile, 'FILE', 'File to write, which must not exist.'),
    resume: Flags.boolean({ summary: 'Continue an export that was interrupted.', dependsOn: ['to'] }),
  }),
  rate: Flags.integer({
    summary: `Pages per second; default: ${DEFAULT_RATE}, half of Cognito's published quota.`,
    min: DEFAULT_RATE,
    helpValue: 'N',
  }),
};

export type ExportFlags = Interfaces.InferredFlags<typeof outputFlags> & Interfaces.InferredFlags<typeof exportFlags>;

function parseFile(text: string): string {
  if (text !== '-') return notEmpty(text, '--to', 'Give a file');
  throw new AdminError('USAGE', '--to needs a file', { hint: 'Omit --to to write to stdout.' });
}
