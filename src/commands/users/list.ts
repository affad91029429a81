import { AdminCommand } from '../../lib/cli/admin-command.js';
import { columnsFlag, connectionFlags, userFilter, userFilterFlags } from '../../lib/cli/flags.js';
import { listUsers } from '../../lib/users/read/list-users.js';
import { userList } from '../../lib/users/read/user-view.js';

export default class UsersList extends AdminCommand {
  static override summary = 'List users, filtered by Cognito where it can and here where it cannot.';
  static override examples = [
    '<%= config.bin %> <%= command.id %> --tenant tenant_001 --role cloud_admin',
    '<%= config.bin %> <%= command.id %> --status FORCE_CHANGE_PASSWORD -o csv --columns email,createdAt',
    '<%= config.bin %> <%= command.id %> --tenant tenant_003 -q | xargs -r <%= config.bin %> users disable --yes',
  ];
  static override flags = {
    ...connectionFlags,
    ...columnsFlag,
    ...userFilterFlags,
  };

  async run(): Promise<void> {
    const { flags } = await this.parse(UsersList);
    const directory = await this.open(flags);
    const search = listUsers(directory, userFilter(flags));
    await this.showList(search.users, userList, flags, () => `${search.read()} users read so far`);
    this.note(`Found ${search.found()} of ${search.read()} users read.`);
  }
}
