import { groupArg } from '../../lib/cli/args.js';
import { AdminCommand } from '../../lib/cli/command.js';
import { connectionFlags, tenantFlag } from '../../lib/cli/flags/connection.js';
import { listFlags } from '../../lib/cli/flags/output.js';
import { showList } from '../../lib/cli/show.js';
import { membersOf } from '../../lib/groups/read-groups.js';
import { userList } from '../../lib/users/read/user-view.js';

export default class GroupsMembers extends AdminCommand {
  static override summary = 'List the users in a group.';
  static override examples = [
    '<%= config.bin %> <%= command.id %> operators',
    '<%= config.bin %> <%= command.id %> operators --tenant tenant_001 -o csv --columns email,roles',
  ];
  static override args = groupArg;
  static override flags = { ...connectionFlags, ...tenantFlag, ...listFlags };

  async run(): Promise<void> {
    const { args, cli } = await this.start(GroupsMembers);
    await showList(membersOf(await cli.open(), args.group), userList, cli);
  }
}
