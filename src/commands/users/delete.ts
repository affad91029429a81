import { usersArg } from '../../lib/cli/args.js';
import { changeUsers } from '../../lib/cli/change-users.js';
import { AdminCommand } from '../../lib/cli/command.js';
import { runFlags } from '../../lib/cli/flags/run.js';
import { deleteUser } from '../../lib/users/changes/delete-user.js';

export default class UsersDelete extends AdminCommand {
  static override summary = 'Delete users permanently.';
  static override description =
    'Asks for confirmation; in a protected context the name has to be typed. To block a user temporarily: users disable.';
  static override examples = [
    '<%= config.bin %> <%= command.id %> ana@example.com --reason "Left the company"',
    '<%= config.bin %> <%= command.id %> --from leavers.txt --yes --failures failed.csv',
  ];
  static override args = usersArg;
  static override flags = runFlags;

  async run(): Promise<void> {
    const { args, cli } = await this.start(UsersDelete);
    await changeUsers(cli, args.user, {
      operation: 'users.delete',
      intent: {},
      plan: (directory, user) => deleteUser(directory, { user }),
      recovery: { kind: 'look', isDone: ({ code }) => code === 'USER_NOT_FOUND' },
    });
  }
}
