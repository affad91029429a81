import { changeUsersCommand } from '../../lib/cli/change-users-command.js';
import { signOutUser } from '../../lib/users/changes/sign-out-user.js';

export default class UsersSignOut extends changeUsersCommand({
  operation: 'users.sign-out',
  plan: (directory, user) => signOutUser(directory, { user }),
  recovery: { kind: 'repeat' },
}) {
  static override summary = 'Sign users out everywhere: their refresh tokens stop working.';
  static override description =
    'Access tokens that an API checks offline stay valid until they expire; the command prints how long that can take.';
}
