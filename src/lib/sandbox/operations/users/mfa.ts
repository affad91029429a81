import { defined } from '../../../model/defined.js';
import { hasTotp, preferredFactors, requireConfirmed, withoutTotp } from '../../sign-in/mfa.js';
import type { MfaFactor, MfaPreference } from '../../sign-in/mfa.js';
import { operation } from '../../engine/operation.js';
import { FLAG, ONE_USER } from '../../engine/parameters.js';
import { ServiceError, notModelled } from '../../engine/service-error.js';
import { structure } from '../../engine/shape.js';
import type { PoolState, UserState } from '../../state/state.js';
import { requirePool, requireUser } from '../../state/user-lookup.js';

const PREFERENCE = structure({ Enabled: FLAG, PreferredMfa: FLAG });

const SetRequest = structure({
  ...ONE_USER,
  SMSMfaSettings: PREFERENCE,
  SoftwareTokenMfaSettings: PREFERENCE,
  EmailMfaSettings: PREFERENCE,
  WebAuthnMfaSettings: structure({ Enabled: FLAG }),
});

export const AdminSetUserMFAPreference = operation(SetRequest, ({ store, now }, input) => {
  if (input.WebAuthnMfaSettings?.Enabled === true) throw notModelled('passkeys');
  const settings: [MfaFactor, MfaPreference | undefined][] = [
    ['SMS_MFA', input.SMSMfaSettings],
    ['SOFTWARE_TOKEN_MFA', input.SoftwareTokenMfaSettings],
    ['EMAIL_OTP', input.EmailMfaSettings],
  ];
  const given = settings.filter((entry): entry is [MfaFactor, MfaPreference] => entry[1] !== undefined);
  return store.update((state) => {
    const pool = requirePool(state, input.UserPoolId);
    const user = requireUser(pool, input.Username);
    requireConfirmed(user);
    if (user.status === 'RESET_REQUIRED') {
      throw new ServiceError('PasswordResetRequiredException', 'Password reset required for the user');
    }
    user.mfa = preferredFactors(pool, user, new Map(given));
    user.modifiedAt = now().getTime();
    return {};
  });
});

/** Removes the authenticator app itself. What is answered where there is none no document states. */
export const AdminDeleteSoftwareToken = operation(structure(ONE_USER), ({ store, now }, input) =>
  store.update((state) => {
    const user = requireUser(requirePool(state, input.UserPoolId), input.Username);
    requireConfirmed(user);
    if (!hasTotp(user)) {
      throw new ServiceError('ResourceNotFoundException', 'Software token does not exist for the user.');
    }
    user.mfa = withoutTotp(user);
    user.modifiedAt = now().getTime();
    return {};
  }),
);

export const AdminGetUserAuthFactors = operation(structure(ONE_USER), async ({ store }, input) => {
  const pool = requirePool(await store.read(), input.UserPoolId);
  const user = requireUser(pool, input.Username);
  const { preferred, methods } = user.mfa;
  return {
    Username: user.username,
    ...defined({ PreferredMfaSetting: preferred }),
    ...(methods.length === 0 ? {} : { UserMFASettingList: [...methods] }),
    ConfiguredUserAuthFactors: configuredFactors(pool, user),
  };
});

/** What the user could sign in with: one-time codes where the pool takes them, or where they are a second factor. */
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
    .filter(([, is]) => is)
    .map(([factor]) => factor);
}
