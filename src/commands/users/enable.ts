import { ChangeCommand } from '../../lib/change-command.js';
import { usersArg } from '../../lib/args.js';
import { planAll } from '../../lib/changes/plan-all.js';
import { fromFlags, tenantFlag } from '../../lib/flags.js';
import { enableUser } from '../../lib/users/enable-user.js';

export default class UsersEnable extends ChangeCommand {
  static override summary = 'Let disabled users sign in again.';
  static override args = usersArg;
  static override flags = { ...tenantFlag, ...fromFlags };

  async run(): Promise<void> {
    const { args, flags } = await this.parse(UsersEnable);
    const directory = await this.open(flags);
    const users = await this.users(args.user, flags);
    const changes = await planAll(users, (user) => enableUser(directory, { user }));
    await this.changeAll(directory, changes, flags);
  }
}
