import { Flags } from '@oclif/core';

import { connectionFlags } from './connection.js';
import { flagGroup } from './flag-group.js';
import { outputFlags } from './output.js';
import { toFlag } from './to.js';

/** The formats of a report. */
export const REPORT_FORMATS = ['html', 'md', 'json'] as const;

/** Flags of every report; `--output` has other formats than elsewhere. */
export const reportFlags = {
  ...connectionFlags,
  ...flagGroup('OUTPUT', {
    output: Flags.option({
      char: 'o',
      options: REPORT_FORMATS,
      summary: 'Output format; default: by the extension of --to, or md.',
    })(),
    quiet: Flags.boolean({ ...outputFlags.quiet, summary: 'Print no notes on stderr.' }),
    ...toFlag,
  }),
};

/** Limits a report to a tenant. */
export const reportedTenantFlag = {
  tenant: Flags.string({ summary: 'Only users of this tenant, and their changes.', helpValue: 'ID' }),
};
