import { type Change } from '../../changes/change.js';
import { SECRET } from '../../model/field-change.js';
import { commandLine, type Directory } from '../../directory.js';
import { AdminError } from '../../errors.js';
import { type UserDetail, userLabel } from '../../model/user.js';
import { passwordPolicy } from '../../model/user-pool.js';
import { disabledNote } from './disabled-note.js';
import { refuseFederated } from './refuse-federated.js';
import { changeUser, written } from '../changes/user-change.js';

/**
 * Has Cognito mail the invitation again, with a fresh temporary password whose validity starts anew (AdminCreateUser
 * with RESEND): the mend for an invitation that has expired.
 *
 * @throws AdminError FEDERATED_USER; USER_STATE where the user has no invitation left to accept, or no address
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
      irreversible: 'The temporary password of the invitation before stops working.',
      sendsMail: true,
      doneMessage: `Mailed ${email} a fresh invitation.`,
      unchangedMessage: '',
      notes: [`Its temporary password is valid for ${days} days.`, ...disabledNote(directory, user)],
      apply: async () => {
        // By the address: in an email sign-in pool AdminCreateUser takes no other name.
        const answer = await directory.cognito.call('AdminCreateUser', {
          Username: email,
          MessageAction: 'RESEND',
          DesiredDeliveryMediums: ['EMAIL'],
        });
        assertSame(directory, user, answer.User?.Username);
        return written(answer);
      },
    };
  });
}

function invitedAddress(directory: Directory, user: UserDetail): string {
  refuseFederated(user);
  const label = userLabel(user);
  if (user.status !== 'FORCE_CHANGE_PASSWORD') {
    throw new AdminError('USER_STATE', `${label} has no invitation to accept: the status is ${user.status}`, {
      hint: `For another password: ${commandLine(directory, `users reset-password ${label}`)}`,
    });
  }
  if (user.email !== null) return user.email;
  throw new AdminError('USER_STATE', `${label} has no address to mail an invitation to`, {
    hint: `Give one: ${commandLine(directory, `users set-attributes ${label} --email ADDRESS`)}`,
  });
}

function assertSame(directory: Directory, user: UserDetail, answered: string | undefined): void {
  if (answered === user.username) return;
  throw new AdminError(
    'BAD_RESPONSE',
    `the invitation of ${userLabel(user)} was asked for, and the answer is for ${answered ?? 'nobody'}`,
    {
      hint: `Two users may share the address: ${commandLine(directory, `users diagnose ${userLabel(user)}`)}`,
      // The invitation went to somebody, and maybe to the one who was meant.
      mayHaveHappened: true,
    },
  );
}
