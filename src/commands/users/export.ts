import { AdminCommand } from '../../lib/cli/command.js';
import { exportAndReport, exportFlags } from '../../lib/cli/export-and-report.js';
import { AdminError } from '../../lib/errors.js';

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
  static override flags = exportFlags;

  async run(): Promise<void> {
    const { flags, cli } = await this.start(UsersExport);
    if (flags.json) {
      // A JSON array would be held in memory until the last user.
      throw new AdminError('USAGE', 'users export cannot write a JSON array', {
        hint: 'Omit --json: the default, ndjson, writes one object per line.',
      });
    }
    await exportAndReport(cli);
  }
}
