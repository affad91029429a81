import { userOrFromArg } from '../../lib/cli/args.js';
import { BatchCommand } from '../../lib/cli/run-command.js';
import { batchFlags, tenantFlag } from '../../lib/cli/flags.js';
import { lockDownUser } from '../../lib/users/changes/lockdown-user.js';

export default class UsersLockdown extends BatchCommand {
  static override summary = 'Shut a user out: disable, sign out everywhere, revoke sessions, forget devices.';
  static override description =
    'Every step is taken whatever becomes of the others, and reported. One that the pool does not have is skipped.';
  static override args = userOrFromArg;
  static override flags = { ...tenantFlag, ...batchFlags };

  async run(): Promise<void> {
    const { args, flags } = await this.parse(UsersLockdown);
    await this.changeUsers(args.user, flags, {
      operation: 'users.lockdown',
      intent: {},
      plan: (directory, user) => lockDownUser(directory, { user }),
      recovery: { kind: 'repeat' },
    });
  }
}
