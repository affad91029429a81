import { usersArg } from '../../lib/cli/args.js';
import { changeUsers } from '../../lib/cli/change-users.js';
import { AdminCommand } from '../../lib/cli/command.js';
import { groupFlag, requiredGroup } from '../../lib/cli/flags/pool/group.js';
import { runFlags } from '../../lib/cli/flags/run.js';
import { addToGroup } from '../../lib/users/changes/change-groups.js';

export default class UsersAddToGroup extends AdminCommand {
  static override summary = 'Put users into a group.';
  static override examples = [
    '<%= config.bin %> <%= command.id %> ana@example.com ben@example.com --group operators --reason INC-4711',
    '<%= config.bin %> <%= command.id %> --group operators --from people.csv --dry-run',
  ];
  static override args = usersArg;
  static override flags = { ...runFlags, ...groupFlag };

  async run(): Promise<void> {
    const { args, flags, cli } = await this.start(UsersAddToGroup);
    const group = requiredGroup(flags);
    await changeUsers(cli, args.user, {
      operation: 'users.add-to-group',
      intent: { group },
      plan: addToGroup(group),
      recovery: { kind: 'look' },
    });
  }
}
