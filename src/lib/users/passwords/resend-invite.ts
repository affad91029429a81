import type { Change } from '../../changes/change.js';
import { SECRET } from '../../model/field-change.js';
import { commandLine, type Directory } from '../../directory.js';
import { AdminError } from '../../errors.js';
import { type UserDetail, userLabel } from '../../model/user.js';
import { passwordPolicy } from '../../model/user-pool.js';
import { counted } from '../../text/counted.js';
import { written } from '../../changes/written.js';
import { changeUser } from '../changes/user-change.js';
import { disabledNote, refuseFederated } from './reset-password.js';

/**
 * Has Cognito mail the invitation again, with a new temporary password that is valid for its full time (AdminCreateUser
 * with RESEND). This is the fix for an expired invitation.
 *
 * @throws AdminError FEDERATED_USER; USER_STATE if the user has no pending invitation, or no address
 */
export async function resendInvite(directory: Directory, input: { user: string }): Promise<Change> {
  const days = passwordPolicy(await directory.pool()).temporaryPasswordValidityDays;
  return changeUser(directory, input.user, (user) => {
    const email = invitedAddress(directory, user);
    return {
      operation: 'users.resend-invite',
      fields: [
        { field: 'password', before: SECRET, after: 'another, temporary', unreadable: true },
        { field: 'invitation', before: 'as mailed', after: 'mailed again', unreadable: true },
      ],
      irreversible: 'The temporary password of the previous invitation stops working.',
      sendsMail: true,
      doneMessage: `Mailed ${email} a new invitation.`,
      notes: [`Its temporary password is valid for ${counted(days, 'day')}.`, ...disabledNote(directory, user)],
      apply: async () => {
        // By address: in an email sign-in pool AdminCreateUser accepts no other name.
        const answer = await directory.cognito.call('AdminCreateUser', {
          Username: email,
          MessageAction: 'RESEND',
          DesiredDeliveryMediums: ['EMAIL'],
        });
        assertSameUser(directory, user, answer.User?.Username);
        return written(answer);
      },
    };
  });
}

function invitedAddress(directory: Directory, user: UserDetail): string {
  refuseFederated(user);
  const label = userLabel(user);
  if (user.status !== 'FORCE_CHANGE_PASSWORD') {
    throw new AdminError('USER_STATE', `${label} has no pending invitation: the status is ${user.status}`, {
      hint: `To set another password: ${commandLine(directory, `users reset-password ${label}`)}`,
    });
  }
  if (user.email !== null) return user.email;
  throw new AdminError('USER_STATE', `${label} has no address to mail an invitation to`, {
    hint: `To set one: ${commandLine(directory, `users set-attributes ${label} --email ADDRESS`)}`,
  });
}

function assertSameUser(directory: Directory, user: UserDetail, answered: string | undefined): void {
  if (answered === user.username) return;
  throw new AdminError(
    'BAD_RESPONSE',
    `Cognito returned ${answered === undefined ? 'no user' : `user ${answered}`} when asked to invite ${userLabel(user)} again`,
    {
      hint: `Two users may share the address: ${commandLine(directory, `users diagnose ${userLabel(user)}`)}`,
      // An invitation was mailed, possibly to the right user.
      mayHaveHappened: true,
    },
  );
}
