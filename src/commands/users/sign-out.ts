import { usersArg } from '../../lib/cli/args.js';
import { BatchCommand } from '../../lib/cli/run-command.js';
import { batchFlags, tenantFlag } from '../../lib/cli/flags.js';
import { signOutUser } from '../../lib/users/changes/sign-out-user.js';

export default class UsersSignOut extends BatchCommand {
  static override summary = 'Sign users out everywhere: their refresh tokens stop working.';
  static override description =
    'An access token that an API checks by itself stays good until it expires; the command says how long that is.';
  static override args = usersArg;
  static override flags = { ...tenantFlag, ...batchFlags };

  async run(): Promise<void> {
    const { args, flags } = await this.parse(UsersSignOut);
    await this.changeUsers(args.user, flags, {
      operation: 'users.sign-out',
      intent: {},
      plan: (directory, user) => signOutUser(directory, { user }),
      recovery: { kind: 'repeat' },
    });
  }
}
