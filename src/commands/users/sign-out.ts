import { usersArg } from '../../lib/args.js';
import { BatchCommand } from '../../lib/batch-command.js';
import { batchFlags, tenantFlag } from '../../lib/flags.js';
import { signOutUser } from '../../lib/users/sign-out-user.js';

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
