import { groupArg } from '../../lib/cli/args.js';
import { carryOutAndReport } from '../../lib/cli/carry-out-and-report.js';
import { AdminCommand } from '../../lib/cli/command.js';
import { changeFlags } from '../../lib/cli/flags/change.js';
import { groupSettings, groupSettingFlags } from '../../lib/cli/flags/pool/group.js';
import { createGroup } from '../../lib/groups/create-group.js';

export default class GroupsCreate extends AdminCommand {
  static override summary = 'Create a group.';
  static override examples = [
    '<%= config.bin %> <%= command.id %> auditors --description "Read only"',
    '<%= config.bin %> <%= command.id %> admins --precedence 1 --dry-run',
  ];
  static override args = groupArg;
  static override flags = { ...changeFlags, ...groupSettingFlags };

  async run(): Promise<void> {
    const { args, flags, cli } = await this.start(GroupsCreate);
    const directory = await cli.openForChange();
    const change = await createGroup(directory, { name: args.group, ...groupSettings(flags) });
    await carryOutAndReport(cli, directory, change);
  }
}
