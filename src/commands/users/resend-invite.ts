import { usersArg } from '../../lib/cli/args.js';
import { BatchCommand } from '../../lib/cli/run-command.js';
import { batchFlags, tenantFlag } from '../../lib/cli/flags.js';
import { resendInvite } from '../../lib/users/passwords/resend-invite.js';

export default class UsersResendInvite extends BatchCommand {
  static override summary =
    'Mail users their invitation again, with a fresh temporary password and a fresh clock.';
  static override args = usersArg;
  static override flags = { ...tenantFlag, ...batchFlags };

  async run(): Promise<void> {
    const { args, flags } = await this.parse(UsersResendInvite);
    await this.changeUsers(args.user, flags, {
      operation: 'users.resend-invite',
      intent: {},
      plan: (directory, user) => resendInvite(directory, { user }),
      recovery: { kind: 'look' },
    });
  }
}
