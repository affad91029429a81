import { Flags } from '@oclif/core';

import { ChangeCommand } from '../../lib/change-command.js';
import { usersArg } from '../../lib/args.js';
import { planAll } from '../../lib/changes/plan-all.js';
import { fromFlags, tenantFlag } from '../../lib/flags.js';
import { disableUser } from '../../lib/users/disable-user.js';

export default class UsersDisable extends ChangeCommand {
  static override summary = 'Keep users from signing in until they are enabled again.';
  static override args = usersArg;
  static override flags = {
    ...tenantFlag,
    ...fromFlags,
    'sign-out': Flags.boolean({ summary: 'Revoke their refresh tokens too.' }),
  };

  async run(): Promise<void> {
    const { args, flags } = await this.parse(UsersDisable);
    const directory = await this.open(flags);
    const signOut = flags['sign-out'];
    const users = await this.users(args.user, flags);
    const changes = await planAll(users, (user) => disableUser(directory, { user, signOut }));
    await this.changeAll(directory, changes, flags);
  }
}
