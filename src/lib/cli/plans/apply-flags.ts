import { Flags } from '@oclif/core';

import { changeFlags } from '../flags/change.js';
import { flagGroup } from '../flags/flag-group.js';
import { paceFlags } from '../flags/run.js';
import { secretFlags } from '../flags/pool/secret.js';

const { 'plan-out': _, ...ownFlags } = changeFlags;

/**
 * Flags of `apply`: those that no plan holds, whichever command made it, and how fast a run goes. A flag that the
 * command of the plan does not have is refused.
 */
export const applyFlags = {
  ...ownFlags,
  ...flagGroup('RUN', {
    ...paceFlags,
    ordered: Flags.boolean({ summary: 'Print results in the order of the plan.' }),
    failures: Flags.string({ summary: 'Write failed rows to this file, with errors.', helpValue: 'FILE' }),
    'max-failures': Flags.integer({ summary: 'Stop after more than N failed rows.', min: 0, helpValue: 'N' }),
  }),
  ...flagGroup('PASSWORD', {
    'generate-password': Flags.boolean({
      summary: 'Generate the password that the plan needs, and print it once.',
      exclusive: ['password-stdin'],
    }),
    'password-stdin': Flags.boolean({ summary: 'Read the password that the plan needs from stdin.' }),
    credentials: Flags.string({ summary: 'File for generated passwords; must not exist.', helpValue: 'FILE' }),
  }),
  ...secretFlags,
  evidence: Flags.string({
    summary: 'File for the evidence of a review, which must not exist; default: FILE-evidence.html.',
    helpValue: 'FILE',
  }),
};
