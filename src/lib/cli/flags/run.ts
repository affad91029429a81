import { Flags, type Interfaces } from '@oclif/core';

import { INPUT_FORMATS } from '../../input/decode/input-format.js';
import { changeFlags } from './change.js';
import { tenantFlag } from './connection.js';
import { flagGroup } from './flag-group.js';

const FROM = { dependsOn: ['from'] };

/** Calls in flight at once: enough for the default rates if an answer takes a tenth of a second. */
export const DEFAULT_CONCURRENCY = 16;
/** Seconds that a row may wait for the disk, for both of its records together. */
const DISK_WAIT = 0.1;

/**
 * Rows in progress at once. While some wait until their records are on the disk, others call, so there are more of them than
 * calls. A killed process leaves each of them in doubt, so there are only as many as a fast endpoint can use: at a rate that
 * Cognito allows, four for each call.
 *
 * @param rate writes a second, if a rate was asked for
 */
export function rowsInProgress({
  'max-concurrency': calls = DEFAULT_CONCURRENCY,
  rate = 0,
}: {
  readonly 'max-concurrency'?: number | undefined;
  readonly rate?: number | undefined;
}): number {
  return Math.max(4 * calls, Math.min(32 * calls, Math.ceil(rate * DISK_WAIT)));
}

/** What rows look like. A command with it has an `exampleRow`. */
export const templateFlag = flagGroup('CHANGE', {
  'print-template': Flags.boolean({
    summary: 'Print a CSV file with the columns and an example row, and do nothing else.',
  }),
});

/** How the rows of an input are read. */
export const inputFlags = flagGroup('CHANGE', {
  'input-format': Flags.option({
    options: INPUT_FORMATS,
    summary: 'Input format; default: by file extension, or text (one USER per line) on stdin.',
  })(),
  'skip-invalid': Flags.boolean({ summary: 'Skip invalid rows instead of failing.' }),
});

/** How fast a run goes. */
export const paceFlags = {
  rate: Flags.integer({ summary: 'Writes per second; default: half the quota.', min: 1, helpValue: 'N' }),
  'max-concurrency': Flags.integer({
    summary: `Maximum number of calls in flight; default: ${DEFAULT_CONCURRENCY}.`,
    min: 1,
    max: 1_000,
    helpValue: 'N',
  }),
};

/** Half of the rate that Cognito publishes for ListUsers, which has the lowest. */
const LOWEST_READ_RATE = 15;

/** How fast a command goes that reads every user. */
export const readRateFlag = {
  rate: Flags.integer({
    summary: "Calls per second of each kind; default: half of Cognito's published quotas.",
    min: LOWEST_READ_RATE,
    helpValue: 'N',
  }),
};

/** Flags of a command that changes the users given as arguments, or as rows of a file. */
export const runFlags = {
  ...changeFlags,
  ...tenantFlag,
  ...flagGroup('CHANGE', {
    from: Flags.string({ summary: 'Read the users from a file, or from stdin with -.', helpValue: 'FILE' }),
  }),
  ...templateFlag,
  ...flagGroup('CHANGE', inputFlags, FROM),
  ...flagGroup(
    'RUN',
    {
      resume: Flags.boolean({ summary: 'Continue a run that was interrupted.' }),
      ...paceFlags,
      ordered: Flags.boolean({ summary: 'Print results in input order.' }),
      failures: Flags.string({ summary: 'Write failed rows to this file, with errors.', helpValue: 'FILE' }),
      'max-failures': Flags.integer({ summary: 'Stop after more than N failed rows.', min: 0, helpValue: 'N' }),
    },
    FROM,
  ),
};

/** Where the generated passwords of a run go. */
export const credentialsFlag = flagGroup(
  'RUN',
  {
    credentials: Flags.string({ summary: 'File for generated passwords; must not exist.', helpValue: 'FILE' }),
  },
  { dependsOn: ['from', 'generate-password'] },
);

type AllRunFlags = Interfaces.InferredFlags<typeof runFlags>;

/** The flags that a run looks at. Not every command has a file for the rows that failed. */
export type RunFlags = Omit<AllRunFlags, 'print-template' | 'failures'> &
  Partial<Pick<AllRunFlags, 'failures'>> & { credentials?: string | undefined };
