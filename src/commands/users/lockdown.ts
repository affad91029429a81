import { userOrFromArg } from '../../lib/args.js';
import { ChangeCommand } from '../../lib/change-command.js';
import { fromFlags, tenantFlag } from '../../lib/flags.js';
import { lockDownUser } from '../../lib/users/lockdown-user.js';

export default class UsersLockdown extends ChangeCommand {
  static override summary = 'Shut a user out: disable, sign out everywhere, revoke sessions, forget devices.';
  static override description =
    'Every step is taken whatever becomes of the others, and reported. One that the pool does not have is skipped.';
  static override args = userOrFromArg;
  static override flags = { ...tenantFlag, ...fromFlags };

  async run(): Promise<void> {
    const { args, flags } = await this.parse(UsersLockdown);
    const directory = await this.open(flags);
    await this.changeUsers(directory, args.user, flags, (user) => lockDownUser(directory, { user }));
  }
}
