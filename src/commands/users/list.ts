import { AdminCommand } from '../../lib/cli/command.js';
import { connectionFlags } from '../../lib/cli/flags/connection.js';
import { listFlags } from '../../lib/cli/flags/output.js';
import { userFilter, userFilterFlags } from '../../lib/cli/flags/user-filter.js';
import { searchSummary, showList } from '../../lib/cli/show.js';
import { counted } from '../../lib/text/counted.js';
import { listUsers } from '../../lib/users/read/list-users.js';
import { userList } from '../../lib/users/read/user-view.js';

export default class UsersList extends AdminCommand {
  static override summary = 'List users; Cognito filters where it can, sf-admin does the rest.';
  static override examples = [
    '<%= config.bin %> <%= command.id %> --tenant tenant_001 --role cloud_admin',
    '<%= config.bin %> <%= command.id %> --status FORCE_CHANGE_PASSWORD -o csv --columns email,createdAt',
    '<%= config.bin %> <%= command.id %> --sort createdAt --desc --limit 10',
    '<%= config.bin %> <%= command.id %> --tenant tenant_003 -q | xargs -r <%= config.bin %> users disable --yes --',
  ];
  static override flags = { ...connectionFlags, ...listFlags, ...userFilterFlags };

  async run(): Promise<void> {
    const { flags, cli } = await this.start(UsersList);
    const search = listUsers(await cli.open(), userFilter(flags, { isSorted: flags.sort !== undefined }));
    await showList(search.users, userList, cli, () => `${counted(search.read(), 'user')} scanned`);
    cli.note(searchSummary(search));
  }
}
