import { hasTotp, preferredFactors, requireConfirmed, withoutTotp } from '../../sign-in/mfa.js';
import type { MfaFactor, MfaPreference } from '../../sign-in/mfa.js';
import { ONE_USER } from '../../engine/parameters.js';
import { ServiceError, notFound, notModelled } from '../../engine/service-error.js';
import { boolean, structure } from '../../engine/shape.js';
import type { PoolState, UserState } from '../../state/state.js';
import { mfaMembers } from './read-users.js';
import { userChange, userReader } from './user-operation.js';

const PREFERENCE = structure({ Enabled: boolean, PreferredMfa: boolean });

const SetRequest = structure({
  ...ONE_USER,
  SMSMfaSettings: PREFERENCE,
  SoftwareTokenMfaSettings: PREFERENCE,
  EmailMfaSettings: PREFERENCE,
  WebAuthnMfaSettings: structure({ Enabled: boolean }),
});

export const AdminSetUserMFAPreference = userChange(SetRequest, (user, { pool, input, time }) => {
  if (input.WebAuthnMfaSettings?.Enabled === true) throw notModelled('passkeys');
  requireConfirmed(user);
  if (user.status === 'RESET_REQUIRED') {
    throw new ServiceError('PasswordResetRequiredException', 'Password reset required for the user');
  }
  const settings: [MfaFactor, MfaPreference | undefined][] = [
    ['SMS_MFA', input.SMSMfaSettings],
    ['SOFTWARE_TOKEN_MFA', input.SoftwareTokenMfaSettings],
    ['EMAIL_OTP', input.EmailMfaSettings],
  ];
  const given = settings.filter((entry): entry is [MfaFactor, MfaPreference] => entry[1] !== undefined);
  user.mfa = preferredFactors(pool, user, new Map(given));
  user.modifiedAt = time;
});

/** Removes the registered authenticator app. Undocumented: the response if there is none. */
export const AdminDeleteSoftwareToken = userChange(structure(ONE_USER), (user, { time }) => {
  requireConfirmed(user);
  if (!hasTotp(user)) throw notFound('Software token does not exist for the user.');
  user.mfa = withoutTotp(user);
  user.modifiedAt = time;
});

export const AdminGetUserAuthFactors = userReader(structure(ONE_USER), (user, { pool }) => ({
  Username: user.username,
  ...mfaMembers(user),
  ConfiguredUserAuthFactors: configuredFactors(pool, user),
}));

/** What the user could sign in with. One-time codes count if the pool allows them first or the user has them as MFA. */
function configuredFactors(pool: PoolState, user: UserState): string[] {
  const first: readonly string[] = pool.settings.Policies?.SignInPolicy?.AllowedFirstAuthFactors ?? [];
  const { email_verified: email, phone_number_verified: phone } = user.attributes;
  const { methods } = user.mfa;
  const configured = {
    PASSWORD: user.password !== undefined,
    EMAIL_OTP: methods.includes('EMAIL_OTP') || (first.includes('EMAIL_OTP') && email === 'true'),
    SMS_OTP: methods.includes('SMS_MFA') || (first.includes('SMS_OTP') && phone === 'true'),
    SOFTWARE_TOKEN: hasTotp(user),
  };
  return Object.entries(configured)
    .filter(([, isConfigured]) => isConfigured)
    .map(([factor]) => factor);
}
