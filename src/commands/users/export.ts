import { Flags } from '@oclif/core';

import { AdminCommand } from '../../lib/cli/command.js';
import { exportAndReport, exportFile } from '../../lib/cli/export-and-report.js';
import { connectionFlags } from '../../lib/cli/flags/connection.js';
import { flagGroup, parsedFlag } from '../../lib/cli/flags/flag-group.js';
import { columnsFlag, outputFlags } from '../../lib/cli/flags/output.js';
import { userFilterFlags } from '../../lib/cli/flags/user.js';
import { AdminError } from '../../lib/errors.js';

/** ListUsers calls per second by default: half of its quota, which sign-ups and other tools share. */
const DEFAULT_RATE = 15;

export default class UsersExport extends AdminCommand {
  static override summary = 'Export all users, or those that match a filter, with all attributes.';
  static override description =
    'Users are written as their pages arrive, in constant memory. With --to, an export that was interrupted can be ' +
    'continued with --resume: until it is complete, a checkpoint beside the file records its progress. NDJSON ' +
    'contains every attribute; CSV contains the columns, and --columns may name any attribute of the user pool.';
  static override examples = [
    '<%= config.bin %> <%= command.id %> --to users.ndjson',
    '<%= config.bin %> <%= command.id %> --to users.ndjson --resume',
    '<%= config.bin %> <%= command.id %> --tenant tenant_001 -o csv --columns email,roles,locale > tenant_001.csv',
  ];
  static override flags = {
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
      to: parsedFlag(exportFile, { summary: 'File to write, which must not exist.', helpValue: 'FILE' }),
      resume: Flags.boolean({ summary: 'Continue an export that was interrupted.', dependsOn: ['to'] }),
    }),
    rate: Flags.integer({
      summary: `Pages per second; default: ${DEFAULT_RATE}, half of Cognito's published quota.`,
      min: DEFAULT_RATE,
      helpValue: 'N',
    }),
  };

  async run(): Promise<void> {
    const { flags } = await this.parse(UsersExport);
    if (flags.json) {
      // A JSON array would be held in memory until the last user.
      throw new AdminError('USAGE', 'users export cannot write a JSON array', {
        hint: 'Omit --json: the default, ndjson, writes one object per line.',
      });
    }
    await exportAndReport(this.invocation(flags));
  }
}
