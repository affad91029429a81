import { usersCheckFlags } from '../lib/cli/checks/check-users-and-report.js';
import { AdminCommand } from '../lib/cli/command.js';
import { baselineFlag } from '../lib/cli/flags/check.js';
import { reportedTenantFlag, reportFlags } from '../lib/cli/flags/report.js';
import { reportPool } from '../lib/cli/reports/report-pool.js';

export default class Report extends AdminCommand {
  static override summary = 'Report on the users and the security of the user pool, as a page to pass on.';
  static override description =
    'Users by tenant, status and role, second factors of privileged roles, invitations, new users by month, the ' +
    'findings of pool check, client check and users check with their fixes, and the changes of the last 30 days. ' +
    'Changes nothing. An HTML page has everything in one file, and loads nothing from elsewhere. What could not be ' +
    'read is listed, and never counted as zero.';
  static override examples = [
    '<%= config.bin %> <%= command.id %> --to report.html',
    '<%= config.bin %> <%= command.id %> --tenant tenant_001 --to tenant_001.html',
    '<%= config.bin %> <%= command.id %> -o json',
  ];
  static override flags = {
    ...reportFlags,
    ...reportedTenantFlag,
    ...baselineFlag,
    inactive: usersCheckFlags.inactive,
    rate: usersCheckFlags.rate,
  };

  async run(): Promise<void> {
    const { cli } = await this.start(Report);
    await reportPool(cli, this.config.root);
  }
}
