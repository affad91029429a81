import { groupArg } from '../../lib/cli/args.js';
import { carryOutAndReport } from '../../lib/cli/carry-out-and-report.js';
import { AdminCommand } from '../../lib/cli/command.js';
import { changeFlags } from '../../lib/cli/flags/change.js';
import { assertGroupSettings, groupSettings, groupSettingFlags } from '../../lib/cli/flags/pool/group.js';
import { setGroup } from '../../lib/groups/set-group.js';

export default class GroupsSet extends AdminCommand {
  static override summary = 'Change the description, precedence or role of a group.';
  static override examples = [
    '<%= config.bin %> <%= command.id %> operators --precedence 5',
    '<%= config.bin %> <%= command.id %> operators --description none --dry-run',
  ];
  static override args = groupArg;
  static override flags = { ...changeFlags, ...groupSettingFlags };

  async run(): Promise<void> {
    const { args, flags, cli } = await this.start(GroupsSet);
    const settings = groupSettings(flags);
    assertGroupSettings(settings);
    const directory = await cli.openForChange();
    await carryOutAndReport(cli, directory, await setGroup(directory, { name: args.group, ...settings }));
  }
}
