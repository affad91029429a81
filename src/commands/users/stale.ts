import { listStaleUsers, staleFlags } from '../../lib/cli/checks/list-stale-users.js';
import { AdminCommand } from '../../lib/cli/command.js';

export default class UsersStale extends AdminCommand {
  static override summary = 'List users who have not used their accounts for long.';
  static override description =
    'Joins what the user pool knows (open sessions, sign-in events, remembered devices, dates) with a file of CloudTrail. ' +
    'A user with any later signal is not listed, nor one of whom nothing can tell: those are counted, with the reason. ' +
    'Disabled users are left out. Makes up to three calls for each user who is old enough.';
  static override examples = [
    '<%= config.bin %> <%= command.id %>',
    '<%= config.bin %> <%= command.id %> --inactive 180d --cloudtrail trail.json.gz --include-unknown -o csv',
    '<%= config.bin %> <%= command.id %> --invited 30d -q | <%= config.bin %> users disable --from - --yes',
  ];
  static override flags = staleFlags;

  async run(): Promise<void> {
    const { cli } = await this.start(UsersStale);
    await listStaleUsers(cli);
  }
}
