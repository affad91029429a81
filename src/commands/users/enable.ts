import { BatchCommand } from '../../lib/cli/run-command.js';
import { usersArg } from '../../lib/cli/args.js';
import { batchFlags, tenantFlag } from '../../lib/cli/flags.js';
import { enableUser } from '../../lib/users/changes/enable-user.js';

export default class UsersEnable extends BatchCommand {
  static override summary = 'Let disabled users sign in again.';
  static override args = usersArg;
  static override flags = { ...tenantFlag, ...batchFlags };

  async run(): Promise<void> {
    const { args, flags } = await this.parse(UsersEnable);
    await this.changeUsers(args.user, flags, {
      operation: 'users.enable',
      intent: {},
      plan: (directory, user) => enableUser(directory, { user }),
      recovery: { kind: 'look' },
    });
  }
}
