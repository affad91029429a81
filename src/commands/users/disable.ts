import { Flags } from '@oclif/core';

import { usersArg } from '../../lib/cli/args.js';
import { changeUsers } from '../../lib/cli/change-users.js';
import { AdminCommand } from '../../lib/cli/command.js';
import { runFlags } from '../../lib/cli/flags/run.js';
import { disableUser } from '../../lib/users/changes/disable-user.js';

export default class UsersDisable extends AdminCommand {
  static override summary = 'Prevent users from signing in until they are enabled again.';
  static override examples = [
    '<%= config.bin %> <%= command.id %> ana@example.com ben@example.com --sign-out --reason INC-4711',
    '<%= config.bin %> <%= command.id %> --from leavers.txt --dry-run',
  ];
  static override args = usersArg;
  static override flags = { ...runFlags, 'sign-out': Flags.boolean({ summary: 'Also revoke their refresh tokens.' }) };

  async run(): Promise<void> {
    const { args, flags, cli } = await this.start(UsersDisable);
    const signOut = flags['sign-out'];
    await changeUsers(cli, args.user, {
      operation: 'users.disable',
      intent: { signOut },
      plan: (directory, user) => disableUser(directory, { user, signOut }),
      // A disabled user does not show whether the tokens were revoked too.
      recovery: { kind: signOut ? 'repeat' : 'look' },
    });
  }
}
