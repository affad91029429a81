import { userArg } from '../../lib/cli/args.js';
import { AdminCommand } from '../../lib/cli/command.js';
import { connectionFlags, tenantFlag } from '../../lib/cli/flags/connection.js';
import { showCard } from '../../lib/cli/show.js';
import { findUserWithGroups } from '../../lib/users/read/find-user.js';
import { userWithGroupsCard } from '../../lib/users/read/user-view.js';

export default class UsersShow extends AdminCommand {
  static override summary = 'Show a user: attributes, status, second factors, groups, identities.';
  static override examples = [
    '<%= config.bin %> <%= command.id %> ana@example.com',
    '<%= config.bin %> <%= command.id %> ana@example.com -o json',
  ];
  static override args = userArg;
  static override flags = { ...connectionFlags, ...tenantFlag };

  async run(): Promise<void> {
    const { args, cli } = await this.start(UsersShow);
    await showCard(await findUserWithGroups(await cli.open(), args.user), userWithGroupsCard, cli);
  }
}
