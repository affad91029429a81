import { usersArg } from '../../lib/cli/args.js';
import { changeUsers } from '../../lib/cli/change-users.js';
import { AdminCommand } from '../../lib/cli/command.js';
import { runFlags } from '../../lib/cli/flags/run.js';
import { resendInvite } from '../../lib/users/passwords/resend-invite.js';

export default class UsersResendInvite extends AdminCommand {
  static override summary = 'Send users a new invitation with a new temporary password and expiry.';
  static override examples = [
    '<%= config.bin %> <%= command.id %> ana@example.com',
    '<%= config.bin %> <%= command.id %> --from invited.txt --yes',
  ];
  // A user who has an invitation.
  static override exampleRow = { email: 'liam.obrien@tenant-two.example' };
  static override args = usersArg;
  static override flags = runFlags;

  async run(): Promise<void> {
    const { args, cli } = await this.start(UsersResendInvite);
    await changeUsers(cli, args.user, {
      operation: 'users.resend-invite',
      intent: {},
      plan: (directory, user) => resendInvite(directory, { user }),
      recovery: { kind: 'look' },
    });
  }
}
