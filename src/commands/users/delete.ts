import { changeUsersCommand } from '../../lib/cli/change-users-command.js';
import { deleteUser } from '../../lib/users/changes/delete-user.js';

export default class UsersDelete extends changeUsersCommand({
  operation: 'users.delete',
  plan: (directory, user) => deleteUser(directory, { user }),
  recovery: { kind: 'look', isDone: ({ code }) => code === 'USER_NOT_FOUND' },
}) {
  static override summary = 'Delete users permanently.';
  static override description =
    'Asks for confirmation; in a protected context the name has to be typed. To block a user temporarily: users disable.';
}
