import { userArg } from '../../lib/cli/args.js';
import { ChangeCommand } from '../../lib/cli/change-command.js';
import { tenantFlag } from '../../lib/cli/flags.js';
import { resetMfa } from '../../lib/users/changes/reset-mfa.js';

export default class UsersResetMfa extends ChangeCommand {
  static override summary = 'Let a user whose second factor is lost sign in without it.';
  static override description =
    'It clears the preference and removes the TOTP factor. The user registers a new one after signing in.';
  static override args = userArg;
  static override flags = tenantFlag;

  async run(): Promise<void> {
    const { args, flags } = await this.parse(UsersResetMfa);
    const directory = await this.open(flags);
    await this.change(directory, await resetMfa(directory, args), flags);
  }
}
