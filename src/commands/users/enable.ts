import { usersArg } from '../../lib/cli/args.js';
import { changeUsers } from '../../lib/cli/change-users.js';
import { AdminCommand } from '../../lib/cli/command.js';
import { runFlags } from '../../lib/cli/flags/run.js';
import { enableUser } from '../../lib/users/changes/enable-user.js';

export default class UsersEnable extends AdminCommand {
  static override summary = 'Let disabled users sign in again.';
  static override examples = [
    '<%= config.bin %> <%= command.id %> ana@example.com --reason INC-4711',
    '<%= config.bin %> <%= command.id %> --from returners.csv --yes',
  ];
  static override args = usersArg;
  static override flags = runFlags;

  async run(): Promise<void> {
    const { args, cli } = await this.start(UsersEnable);
    await changeUsers(cli, args.user, {
      operation: 'users.enable',
      intent: {},
      plan: (directory, user) => enableUser(directory, { user }),
      recovery: { kind: 'look' },
    });
  }
}
