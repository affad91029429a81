import { Flags } from '@oclif/core';

import { BatchCommand } from '../../lib/cli/run-command.js';
import { usersArg } from '../../lib/cli/args.js';
import { batchFlags, tenantFlag } from '../../lib/cli/flags.js';
import { disableUser } from '../../lib/users/changes/disable-user.js';

export default class UsersDisable extends BatchCommand {
  static override summary = 'Keep users from signing in until they are enabled again.';
  static override args = usersArg;
  static override flags = {
    ...tenantFlag,
    ...batchFlags,
    'sign-out': Flags.boolean({ summary: 'Revoke their refresh tokens too.' }),
  };

  async run(): Promise<void> {
    const { args, flags } = await this.parse(UsersDisable);
    const signOut = flags['sign-out'];
    await this.changeUsers(args.user, flags, {
      operation: 'users.disable',
      intent: { signOut },
      plan: (directory, user) => disableUser(directory, { user, signOut }),
      // That it was disabled does not tell whether the tokens were revoked.
      recovery: { kind: signOut ? 'repeat' : 'look' },
    });
  }
}
