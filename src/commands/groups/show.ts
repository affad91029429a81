import { groupArg } from '../../lib/cli/args.js';
import { AdminCommand } from '../../lib/cli/command.js';
import { connectionFlags } from '../../lib/cli/flags/connection.js';
import { showCard } from '../../lib/cli/show.js';
import { groupCard } from '../../lib/groups/group-view.js';
import { describeGroup } from '../../lib/groups/read-groups.js';

export default class GroupsShow extends AdminCommand {
  static override summary = 'Show a group: description, precedence, role.';
  static override examples = [
    '<%= config.bin %> <%= command.id %> operators',
    '<%= config.bin %> <%= command.id %> operators -o json',
  ];
  static override args = groupArg;
  static override flags = connectionFlags;

  async run(): Promise<void> {
    const { args, cli } = await this.start(GroupsShow);
    await showCard(await describeGroup(await cli.open(), args.group), groupCard, cli);
  }
}
