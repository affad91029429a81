import { usersArg } from '../../lib/cli/args.js';
import { changeUsers } from '../../lib/cli/change-users.js';
import { AdminCommand } from '../../lib/cli/command.js';
import { grantFlags, requiredGrant } from '../../lib/cli/flags/grant.js';
import { runFlags } from '../../lib/cli/flags/run.js';
import { grantRoles } from '../../lib/runs/operations/grant-roles.js';

export default class UsersGrant extends AdminCommand {
  static override summary = 'Give users a role for a time.';
  static override description =
    'When the time is over, access expire takes the role back, and no other. It has to run on this machine, or on one of a ' +
    'team that shares the history, which says when that is. To give a role that users hold for a time another end, grant it again. A role that a user ' +
    'holds without an end is refused.';
  static override examples = [
    '<%= config.bin %> <%= command.id %> ana@example.com --role cloud_admin --until 4h --reason INC-4711',
    '<%= config.bin %> <%= command.id %> --role cloud_admin --until 3d --from people.csv --dry-run',
  ];
  static override args = usersArg;
  static override flags = { ...runFlags, ...grantFlags };

  async run(): Promise<void> {
    const { args, flags, cli } = await this.start(UsersGrant);
    const grant = requiredGrant(flags);
    if (cli.planOut !== undefined) {
      const { fixFlag } = await import('../../lib/cli/plans/plan-out.js');
      fixFlag(cli.planOut, 'until', grant.until.at);
    }
    await changeUsers(cli, args.user, (directory) => grantRoles(directory, grant));
  }
}
