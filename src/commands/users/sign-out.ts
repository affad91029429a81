import { usersArg } from '../../lib/args.js';
import { ChangeCommand } from '../../lib/change-command.js';
import { planAll } from '../../lib/changes/plan-all.js';
import { fromFlags, tenantFlag } from '../../lib/flags.js';
import { signOutUser } from '../../lib/users/sign-out-user.js';

export default class UsersSignOut extends ChangeCommand {
  static override summary = 'Sign users out everywhere: their refresh tokens stop working.';
  static override description =
    'An access token that an API checks by itself stays good until it expires; the command says how long that is.';
  static override args = usersArg;
  static override flags = { ...tenantFlag, ...fromFlags };

  async run(): Promise<void> {
    const { args, flags } = await this.parse(UsersSignOut);
    const directory = await this.open(flags);
    const users = await this.users(args.user, flags);
    const changes = await planAll(users, (user) => signOutUser(directory, { user }));
    await this.changeAll(directory, changes, flags);
  }
}
