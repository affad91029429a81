import { usersArg } from '../../lib/cli/args.js';
import { BatchCommand } from '../../lib/cli/run-command.js';
import { batchFlags, tenantFlag } from '../../lib/cli/flags.js';
import { deleteUser } from '../../lib/users/changes/delete-user.js';

export default class UsersDelete extends BatchCommand {
  static override summary = 'Delete users for good.';
  static override description =
    'It asks first; in a protected context the name has to be typed. To keep somebody out for a while: users disable.';
  static override args = usersArg;
  static override flags = { ...tenantFlag, ...batchFlags };

  async run(): Promise<void> {
    const { args, flags } = await this.parse(UsersDelete);
    await this.changeUsers(args.user, flags, {
      operation: 'users.delete',
      intent: {},
      plan: (directory, user) => deleteUser(directory, { user }),
      recovery: { kind: 'look', isDone: ({ code }) => code === 'USER_NOT_FOUND' },
    });
  }
}
