import { changeUsersCommand } from '../../lib/cli/change-users-command.js';
import { resendInvite } from '../../lib/users/passwords/resend-invite.js';

export default class UsersResendInvite extends changeUsersCommand({
  operation: 'users.resend-invite',
  plan: (directory, user) => resendInvite(directory, { user }),
  recovery: { kind: 'look' },
}) {
  static override summary = 'Send users a new invitation with a new temporary password and expiry.';
}
