import { userArg } from '../../lib/cli/args.js';
import { carryOutAndReport } from '../../lib/cli/carry-out-and-report.js';
import { AdminCommand } from '../../lib/cli/command.js';
import { changeFlags } from '../../lib/cli/flags/change.js';
import { tenantFlag } from '../../lib/cli/flags/connection.js';
import { resetMfa } from '../../lib/users/changes/reset-mfa.js';

export default class UsersResetMfa extends AdminCommand {
  static override summary = 'Let a user who lost their second factor sign in without it.';
  static override description =
    'Clears the MFA preference and removes the TOTP factor. The user registers a new one after signing in.';
  static override examples = ['<%= config.bin %> <%= command.id %> ana@example.com --reason "Lost phone"'];
  static override args = userArg;
  static override flags = { ...changeFlags, ...tenantFlag };

  async run(): Promise<void> {
    const { args, cli } = await this.start(UsersResetMfa);
    const directory = await cli.openForChange();
    await carryOutAndReport(cli, directory, await resetMfa(directory, args));
  }
}
