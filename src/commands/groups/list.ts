import { AdminCommand } from '../../lib/cli/command.js';
import { connectionFlags } from '../../lib/cli/flags/connection.js';
import { listFlags } from '../../lib/cli/flags/output.js';
import { showList } from '../../lib/cli/show.js';
import { groupList } from '../../lib/groups/group-view.js';
import { listGroups } from '../../lib/groups/read-groups.js';

export default class GroupsList extends AdminCommand {
  static override summary = 'List the groups of the user pool.';
  static override examples = [
    '<%= config.bin %> <%= command.id %>',
    '<%= config.bin %> <%= command.id %> -o csv --columns name,precedence',
  ];
  static override flags = { ...connectionFlags, ...listFlags };

  async run(): Promise<void> {
    const { cli } = await this.start(GroupsList);
    await showList(listGroups(await cli.open()), groupList, cli);
  }
}
