import { userOrFromArg } from '../../lib/cli/args.js';
import { changeUsers } from '../../lib/cli/change-users.js';
import { AdminCommand } from '../../lib/cli/command.js';
import { runFlags } from '../../lib/cli/flags/run.js';
import { lockDownUser } from '../../lib/users/changes/lockdown-user.js';

export default class UsersLockdown extends AdminCommand {
  static override summary = 'Lock a user out: disable, sign out everywhere, revoke sessions, forget devices.';
  static override description =
    'Every step is attempted even if others fail, and reported. Steps that the user pool does not support are skipped.';
  static override examples = [
    '<%= config.bin %> <%= command.id %> ana@example.com --reason "Stolen laptop"',
    '<%= config.bin %> <%= command.id %> --from compromised.txt --yes',
  ];
  static override args = userOrFromArg;
  static override flags = runFlags;

  async run(): Promise<void> {
    const { args, cli } = await this.start(UsersLockdown);
    await changeUsers(cli, args.user, {
      operation: 'users.lockdown',
      plan: (directory, user) => lockDownUser(directory, { user }),
      recovery: { kind: 'repeat' },
    });
  }
}
