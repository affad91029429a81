import type { OperationInput } from '../../cognito/client/operations.js';

/** What UserMFASettingList calls a TOTP factor (API reference, AdminGetUser). */
export const TOTP = 'SOFTWARE_TOKEN_MFA';

/** The parameter of AdminSetUserMFAPreference that each method of UserMFASettingList is set by (API reference). */
const SETTINGS = {
  SMS_MFA: 'SMSMfaSettings',
  SOFTWARE_TOKEN_MFA: 'SoftwareTokenMfaSettings',
  EMAIL_OTP: 'EmailMfaSettings',
} as const;

/**
 * The parameters that take a user's second factors from those turned on now to those wanted. A method that is in
 * neither is not named, and so is left alone.
 *
 * @param from the methods that are turned on now
 * @param to those to be turned on, and the one of them that is asked for, if any
 */
export function mfaPreference(
  from: readonly string[],
  to: { readonly methods: readonly string[]; readonly preferred: string | null },
): Omit<OperationInput<'AdminSetUserMFAPreference'>, 'Username'> {
  const named = Object.entries(SETTINGS).filter(
    ([method]) => from.includes(method) || to.methods.includes(method),
  );
  return Object.fromEntries(
    named.map(([method, setting]) => [
      setting,
      { Enabled: to.methods.includes(method), PreferredMfa: method === to.preferred },
    ]),
  );
}
