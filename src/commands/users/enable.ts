import { changeUsersCommand } from '../../lib/cli/change-users-command.js';
import { enableUser } from '../../lib/users/changes/enable-user.js';

export default class UsersEnable extends changeUsersCommand({
  operation: 'users.enable',
  plan: (directory, user) => enableUser(directory, { user }),
  recovery: { kind: 'look' },
}) {
  static override summary = 'Let disabled users sign in again.';
}
