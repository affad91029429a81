import { defined } from '../../../model/defined.js';
import { operation } from '../../engine/operation.js';
import { ONE_POOL } from '../../engine/parameters.js';
import { invalidParameter, unavailableInTier } from '../../engine/service-error.js';
import { boolean, string, structure } from '../../engine/shape.js';
import { requirePool } from '../../state/lookup.js';
import type { MfaConfig, PoolSettings, PoolState } from '../../state/state.js';
import { EMAIL_MESSAGE, EMAIL_SUBJECT, MFA, SMS_CONFIGURATION, SMS_MESSAGE } from './pool-settings.js';

export const GetUserPoolMfaConfig = operation(structure(ONE_POOL), async ({ store }, input) =>
  mfaResponse(requirePool(await store.read(), input.UserPoolId)),
);

const Request = structure({
  ...ONE_POOL,
  SmsMfaConfiguration: structure({ SmsAuthenticationMessage: SMS_MESSAGE, SmsConfiguration: SMS_CONFIGURATION }),
  SoftwareTokenMfaConfiguration: structure({ Enabled: boolean }),
  EmailMfaConfiguration: structure({ Message: EMAIL_MESSAGE, Subject: EMAIL_SUBJECT }),
  MfaConfiguration: MFA,
  WebAuthnConfiguration: structure({
    RelyingPartyId: string({ min: 1, max: 127 }),
    UserVerification: string({ oneOf: ['required', 'preferred'] }),
    FactorConfiguration: string({ oneOf: ['SINGLE_FACTOR', 'MULTI_FACTOR_WITH_USER_VERIFICATION'] }),
  }),
});

/**
 * Replaces the whole configuration: a factor that the request leaves out is turned off, and so is MFA. Passkeys are
 * independent of MFA (API reference); undocumented: their configuration is replaced too.
 */
export const SetUserPoolMfaConfig = operation(Request, ({ store, now }, input) => {
  const { UserPoolId, MfaConfiguration = 'OFF', ...mfa } = input;
  return store.update((state) => {
    const pool = requirePool(state, UserPoolId);
    checkFactors(MfaConfiguration, mfa, pool.settings);
    const { SmsConfiguration, SmsAuthenticationMessage } = mfa.SmsMfaConfiguration ?? {};
    // The pool has one SMS configuration, which both operations set (API reference, SmsMfaConfigType).
    pool.settings = { ...pool.settings, MfaConfiguration, ...defined({ SmsConfiguration, SmsAuthenticationMessage }) };
    pool.mfa = mfa;
    pool.modifiedAt = now().getTime();
    return mfaResponse(pool);
  });
});

/**
 * The factors of a pool after CreateUserPool or UpdateUserPool, which set MFA and SMS messages but no other factor.
 * Undocumented: turning MFA off turns all factors off, since SetUserPoolMfaConfig accepts none then. Observed: with MFA on
 * and no factor, SMS is the factor, and the pool must be able to send them.
 */
export function mfaAfterUpdate(mfa: MfaConfig, settings: PoolSettings): MfaConfig {
  const { SmsMfaConfiguration, ...others } = mfa;
  const { MfaConfiguration = 'OFF', SmsConfiguration, SmsAuthenticationMessage } = settings;
  if (MfaConfiguration === 'OFF') return defined({ WebAuthnConfiguration: mfa.WebAuthnConfiguration });
  if (SmsMfaConfiguration === undefined && hasFactor(others)) return others;
  if (SmsConfiguration !== undefined) {
    return { ...others, SmsMfaConfiguration: { SmsConfiguration, ...defined({ SmsAuthenticationMessage }) } };
  }
  if (hasFactor(others)) return others;
  throw invalidParameter(
    'SMS configuration and Auto verification for phone_number are required when MFA is required/optional',
  );
}

/** Observed: https://github.com/go-to-k/cdkd/issues/1923 and https://github.com/aws/aws-sdk-js/issues/4186 */
function checkFactors(configuration: string, mfa: MfaConfig, settings: PoolSettings): void {
  const { WebAuthnConfiguration: _, ...factors } = mfa;
  if (configuration === 'OFF' && Object.keys(factors).length > 0) {
    throw invalidParameter("Invalid MFA configuration given, can't turn off MFA and configure an MFA together.");
  }
  if (configuration !== 'OFF' && !hasFactor(mfa)) {
    throw invalidParameter(
      "Invalid MFA configuration given, can't disable all MFAs with a required or optional configuration.",
    );
  }
  const passkeysAreMfa = mfa.WebAuthnConfiguration?.FactorConfiguration === 'MULTI_FACTOR_WITH_USER_VERIFICATION';
  if (passkeysAreMfa && settings.UserPoolTier === 'LITE') {
    throw unavailableInTier('Passkeys as MFA need the Essentials tier of the user pool.');
  }
  if (mfa.EmailMfaConfiguration === undefined) return;
  if (settings.UserPoolTier === 'LITE') {
    throw unavailableInTier('Email MFA needs the Essentials tier of the user pool.');
  }
  // Documented in the developer guide; the wording is the sandbox's.
  if (settings.EmailConfiguration?.EmailSendingAccount !== 'DEVELOPER') {
    throw invalidParameter('Email MFA needs an EmailConfiguration with the EmailSendingAccount DEVELOPER.');
  }
}

function hasFactor(mfa: MfaConfig): boolean {
  return (
    mfa.SoftwareTokenMfaConfiguration?.Enabled === true ||
    mfa.SmsMfaConfiguration !== undefined ||
    mfa.EmailMfaConfiguration !== undefined
  );
}

/**
 * Observed: a pool with SMS settings describes them even with MFA off. With MFA on, they are there if SMS is a factor, since
 * nothing else tells whether it is.
 */
function mfaResponse({ mfa, settings }: PoolState): object {
  const { MfaConfiguration = 'OFF', SmsConfiguration, SmsAuthenticationMessage } = settings;
  const sms = defined({ SmsAuthenticationMessage, SmsConfiguration });
  const isIdle = MfaConfiguration === 'OFF' && SmsConfiguration !== undefined;
  return { ...(isIdle && { SmsMfaConfiguration: sms }), ...mfa, MfaConfiguration };
}
