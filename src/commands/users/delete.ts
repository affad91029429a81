import { usersArg } from '../../lib/args.js';
import { ChangeCommand } from '../../lib/change-command.js';
import { planAll } from '../../lib/changes/plan-all.js';
import { fromFlags, tenantFlag } from '../../lib/flags.js';
import { deleteUser } from '../../lib/users/delete-user.js';

export default class UsersDelete extends ChangeCommand {
  static override summary = 'Delete users for good.';
  static override description =
    'It asks first; in a protected context the name has to be typed. To keep somebody out for a while: users disable.';
  static override args = usersArg;
  static override flags = { ...tenantFlag, ...fromFlags };

  async run(): Promise<void> {
    const { args, flags } = await this.parse(UsersDelete);
    const directory = await this.open(flags);
    const users = await this.users(args.user, flags);
    const changes = await planAll(users, (user) => deleteUser(directory, { user }));
    await this.changeAll(directory, changes, flags);
  }
}
