import { groupArg } from '../../lib/cli/args.js';
import { carryOutAndReport } from '../../lib/cli/carry-out-and-report.js';
import { AdminCommand } from '../../lib/cli/command.js';
import { changeFlags } from '../../lib/cli/flags/change.js';
import { deleteGroup } from '../../lib/groups/delete-group.js';

export default class GroupsDelete extends AdminCommand {
  static override summary = 'Delete a group; its users stay.';
  static override description = 'The record of the change has the users who were in it, and undoing it puts them back.';
  static override examples = [
    '<%= config.bin %> <%= command.id %> operators --dry-run',
    '<%= config.bin %> <%= command.id %> operators --reason INC-4711',
  ];
  static override args = groupArg;
  static override flags = changeFlags;

  async run(): Promise<void> {
    const { args, cli } = await this.start(GroupsDelete);
    const directory = await cli.openForChange();
    await carryOutAndReport(cli, directory, await deleteGroup(directory, { name: args.group }));
  }
}
