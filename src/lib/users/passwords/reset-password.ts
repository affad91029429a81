import { defined } from '../../model/defined.js';
import type { Change } from '../../changes/change.js';
import { type FieldChange, SECRET } from '../../model/field-change.js';
import { commandLine, type Directory } from '../../directory.js';
import { AdminError } from '../../errors.js';
import { type UserDetail, userLabel } from '../../model/user.js';
import type { UserPool } from '../../model/user-pool.js';
import { counted } from '../../text/counted.js';
import { written } from '../../changes/written.js';
import { changeUser, KNOWN_PASSWORD, lettingIn, setPassword, type UserPlan } from '../changes/user-change.js';
import { type NewPassword, newPassword, type PasswordSource } from './new-password.js';

/*
 * users/passwords/: new passwords. `password-source` turns flags into a source, `new-password` generates, asks for or
 * checks the password, and the changes that set one are here and in `resend-invite`.
 */

export type ResetPasswordInput = {
  /** An email, a `sub` or a user name. */
  readonly user: string;
} & (
  | { readonly mode: 'temporary' | 'permanent'; readonly password: PasswordSource }
  /** Cognito mails a code, with which the user chooses a password. */
  | { readonly mode: 'send-code' }
);

/**
 * Sets another password for a user, or has Cognito send a code to choose one with (AdminSetUserPassword,
 * AdminResetUserPassword).
 *
 * @throws AdminError INVALID_PASSWORD, FEDERATED_USER; USER_STATE if the user's state rules a code out
 */
export async function resetPassword(directory: Directory, input: ResetPasswordInput): Promise<Change> {
  if (input.mode === 'send-code') {
    const pool = await directory.pool();
    return changeUser(directory, input.user, (user) => codePlan(directory, user, pool));
  }
  const permanent = input.mode === 'permanent';
  // Asked for once the user is known to accept one, and only once however often this is planned.
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
): Promise<UserPlan> {
  return lettingIn(directory, user, {
    operation: 'users.reset-password',
    fields: [
      passwordField(KNOWN_PASSWORD),
      { field: 'status', before: user.status, after: permanent ? 'CONFIRMED' : 'FORCE_CHANGE_PASSWORD' },
    ],
    irreversible: 'The current password cannot be restored.',
    doneMessage: `Set a ${permanent ? 'permanent' : 'temporary'} password for ${userLabel(user)}.`,
    notes: [
      ...(permanent
        ? []
        : [`It is valid for ${counted(password.temporaryDays, 'day')}, and has to be changed at the first sign-in.`]),
      ...disabledNote(directory, user),
    ],
    apply: () => setPassword(directory, user.username, password.value(), permanent),
    ...defined({ reveal: password.reveal }),
  });
}

function codePlan(directory: Directory, user: UserDetail, pool: UserPool): UserPlan {
  refuseFederated(user);
  refuseCode(directory, user, pool);
  return {
    operation: 'users.reset-password',
    fields: [
      passwordField('to be chosen by the user'),
      { field: 'status', before: user.status, after: 'RESET_REQUIRED' },
    ],
    irreversible: 'The current password stops working, and a code that was sent cannot be recalled.',
    sendsMail: true,
    doneMessage: `Sent ${userLabel(user)} a code to choose a password with.`,
    apply: async () => written(await directory.cognito.call('AdminResetUserPassword', { Username: user.username })),
  };
}

function passwordField(after: string): FieldChange {
  return { field: 'password', before: SECRET, after, unreadable: true };
}

/** Refuses what Cognito would refuse with less help (API reference, AdminResetUserPassword). */
function refuseCode(directory: Directory, user: UserDetail, pool: UserPool): void {
  if (!user.enabled) {
    throw new AdminError('USER_STATE', `no code can be sent to ${userLabel(user)}: the user is disabled`, {
      hint: `Enable the user first: ${commandLine(directory, `users enable ${userLabel(user)}`)}`,
    });
  }
  const problem = codeProblem(user, pool);
  if (problem === undefined) return;
  throw new AdminError('USER_STATE', `no code can be sent to ${userLabel(user)}: ${problem}`, {
    hint: `Set a temporary password instead: ${commandLine(directory, `users reset-password ${userLabel(user)} --temporary --generate-password`)}`,
  });
}

function codeProblem(user: UserDetail, pool: UserPool): string | undefined {
  if (user.status === 'FORCE_CHANGE_PASSWORD') return 'the user still has to change a temporary password';
  const isPhoneVerified = user.attributes.phone_number_verified === 'true';
  if (!user.emailVerified && !isPhoneVerified) return 'neither the email nor a phone number is verified';
  const mechanisms = pool.AccountRecoverySetting?.RecoveryMechanisms;
  if (mechanisms?.every(({ Name }) => Name === 'admin_only') === true)
    return 'the user pool lets only administrators recover accounts';
  return undefined;
}

/**
 * Refuses to set the password of a federated user: it would turn the user into a native one (API reference,
 * AdminSetUserPassword).
 *
 * @throws AdminError FEDERATED_USER
 */
export function refuseFederated(user: UserDetail): void {
  if (user.status !== 'EXTERNAL_PROVIDER') return;
  throw new AdminError(
    'FEDERATED_USER',
    `${userLabel(user)} signs in through an identity provider and has no password here`,
    { hint: 'Reset it at the provider. A password here would disconnect the user from it.' },
  );
}

/** The note for a user who was given a new password, or an invitation, and is disabled. */
export function disabledNote(directory: Directory, user: UserDetail): string[] {
  if (user.enabled) return [];
  const label = userLabel(user);
  return [
    `${label} is disabled and still cannot sign in. To enable: ${commandLine(directory, `users enable ${label}`)}`,
  ];
}
