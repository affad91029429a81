import { AdminCommand } from '../../lib/cli/command.js';
import { checkUsersAndReport, usersCheckFlags } from '../../lib/cli/checks/check-users-and-report.js';

export default class UsersCheck extends AdminCommand {
  static override summary = 'Check every user: tenant, roles, second factor, address, invitation, department.';
  static override description =
    'Changes nothing. Findings are printed as they are found; -o ndjson prints rows that commands with --from read. The ' +
    'exit status is 9 if there is a finding of --severity or a higher one. With --tenant, users of other tenants are ' +
    'neither checked nor named. --inactive makes one more call for each user.';
  static override examples = [
    '<%= config.bin %> <%= command.id %>',
    '<%= config.bin %> <%= command.id %> --tenant tenant_001 --severity high -o csv',
    '<%= config.bin %> <%= command.id %> --only NOT_SIGNED_IN --inactive 90',
    '<%= config.bin %> <%= command.id %> --only INVITATION_EXPIRED -o ndjson | <%= config.bin %> users resend-invite --from - --input-format ndjson --yes',
  ];
  static override flags = usersCheckFlags;

  async run(): Promise<void> {
    const { cli } = await this.start(UsersCheck);
    await checkUsersAndReport(cli, this.config.root);
  }
}
