import { AdminCommand } from '../../lib/cli/admin-command.js';
import { userArg } from '../../lib/cli/args.js';
import { connectionFlags, tenantFlag } from '../../lib/cli/flags.js';
import { findUser } from '../../lib/users/read/find-user.js';
import { userCard } from '../../lib/users/read/user-view.js';

export default class UsersShow extends AdminCommand {
  static override summary = 'Show a user: attributes, status, second factors.';
  static override args = userArg;
  static override flags = { ...connectionFlags, ...tenantFlag };

  async run(): Promise<void> {
    const { args, flags } = await this.parse(UsersShow);
    const directory = await this.open(flags);
    await this.showCard(await findUser(directory, args.user), userCard, flags);
  }
}
