import { usersArg } from '../../lib/cli/args.js';
import { changeUsers } from '../../lib/cli/change-users.js';
import { AdminCommand } from '../../lib/cli/command.js';
import { runFlags } from '../../lib/cli/flags/run.js';
import { signOutUser } from '../../lib/users/changes/sign-out-user.js';

export default class UsersSignOut extends AdminCommand {
  static override summary = 'Sign users out everywhere: their refresh tokens stop working.';
  static override description =
    'Access tokens that an API checks offline stay valid until they expire; the command prints how long that can take.';
  static override examples = [
    '<%= config.bin %> <%= command.id %> ana@example.com',
    '<%= config.bin %> <%= command.id %> --from affected.txt --yes',
  ];
  static override args = usersArg;
  static override flags = runFlags;

  async run(): Promise<void> {
    const { args, cli } = await this.start(UsersSignOut);
    await changeUsers(cli, args.user, {
      operation: 'users.sign-out',
      intent: {},
      plan: (directory, user) => signOutUser(directory, { user }),
      recovery: { kind: 'repeat' },
    });
  }
}
