import { defined } from '../../model/defined.js';
import type { Change } from '../../changes/change.js';
import type { FieldChange } from '../../model/field-change.js';
import { SECRET } from '../../model/field-change.js';
import { commandLine, type Directory } from '../../directory.js';
import { AdminError } from '../../errors.js';
import { type UserDetail, userLabel } from '../../model/user.js';
import type { UserPool } from '../../model/user-pool.js';
import { disabledNote } from './disabled-note.js';
import { type NewPassword, newPassword, type PasswordSource } from './new-password.js';
import { refuseFederated } from './refuse-federated.js';
import { changeUser, type UserPlan, written } from '../changes/user-change.js';

export type ResetPasswordInput = {
  /** An email, a `sub` or a user name. */
  readonly user: string;
} & (
  | { readonly mode: 'temporary' | 'permanent'; readonly password: PasswordSource }
  /** Cognito mails a code, with which the user chooses a password. */
  | { readonly mode: 'send-code' }
);

/**
 * Gives a user another password, or has Cognito send a code to choose one with (AdminSetUserPassword,
 * AdminResetUserPassword). A federated user has no password here and is never given one.
 *
 * @throws AdminError INVALID_PASSWORD, FEDERATED_USER; USER_STATE where the user's state rules a code out
 */
export async function resetPassword(directory: Directory, input: ResetPasswordInput): Promise<Change> {
  if (input.mode === 'send-code') {
    const pool = await directory.pool();
    return changeUser(directory, input.user, (user) => codePlan(directory, user, pool));
  }
  const permanent = input.mode === 'permanent';
  // Asked for when the user has been found to take one, and once, however often this is planned.
  let password: Promise<NewPassword> | undefined;
  return changeUser(directory, input.user, async (user) => {
    refuseFederated(user);
    password ??= newPassword(directory, input.password, userLabel(user));
    return passwordPlan(directory, user, await password, permanent);
  });
}

function passwordPlan(
  directory: Directory,
  user: UserDetail,
  password: NewPassword,
  permanent: boolean,
): UserPlan {
  return {
    operation: 'users.reset-password',
    fields: [
      passwordField(SECRET, SECRET),
      { field: 'status', before: user.status, after: permanent ? 'CONFIRMED' : 'FORCE_CHANGE_PASSWORD' },
    ],
    irreversible: 'The password that the user has now is kept nowhere.',
    doneMessage: `Set a ${permanent ? 'permanent' : 'temporary'} password for ${userLabel(user)}.`,
    unchangedMessage: '',
    notes: [
      ...(permanent
        ? []
        : [`It is valid for ${password.temporaryDays} days, and changed at the first sign-in.`]),
      ...disabledNote(directory, user),
    ],
    apply: async () =>
      written(
        await directory.cognito.call('AdminSetUserPassword', {
          Username: user.username,
          Password: password.value(),
          Permanent: permanent,
        }),
      ),
    ...defined({ reveal: password.reveal }),
  };
}

function codePlan(directory: Directory, user: UserDetail, pool: UserPool): UserPlan {
  refuseFederated(user);
  refuseCode(directory, user, pool);
  return {
    operation: 'users.reset-password',
    fields: [passwordField(SECRET, null), { field: 'status', before: user.status, after: 'RESET_REQUIRED' }],
    irreversible:
      'The password that the user has now stops working, and a code that was sent cannot be called back.',
    sendsMail: true,
    doneMessage: `Sent ${userLabel(user)} a code to choose a password with.`,
    unchangedMessage: '',
    apply: async () =>
      written(await directory.cognito.call('AdminResetUserPassword', { Username: user.username })),
  };
}

/** What the service refuses with less help: see COGNITO.md, "Users", AdminResetUserPassword. */
function refuseCode(directory: Directory, user: UserDetail, pool: UserPool): void {
  const problem = codeProblem(user, pool);
  if (problem === undefined) return;
  throw new AdminError('USER_STATE', `no code can be sent to ${userLabel(user)}: ${problem}`, {
    hint: `Give a temporary password instead: ${commandLine(directory, `users reset-password ${userLabel(user)} --temporary --generate-password`)}`,
  });
}

function codeProblem(user: UserDetail, pool: UserPool): string | undefined {
  if (user.status === 'FORCE_CHANGE_PASSWORD') return 'the user must still change a temporary password';
  const isPhoneVerified = user.attributes.phone_number_verified === 'true';
  if (!user.emailVerified && !isPhoneVerified) return 'neither the email nor a phone number is verified';
  const ways = pool.AccountRecoverySetting?.RecoveryMechanisms?.map(({ Name }) => Name);
  if (ways?.every((way) => way === 'admin_only') === true)
    return 'the user pool lets administrators alone recover accounts';
  return undefined;
}

function passwordField(before: string, after: string | null): FieldChange {
  return {
    field: 'password',
    before,
    after: after === null ? 'to be chosen by the user' : 'another',
    unreadable: true,
  };
}
