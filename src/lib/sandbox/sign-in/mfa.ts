import { defined } from '../../model/defined.js';
import { ServiceError, invalidParameter } from '../engine/service-error.js';
import type { MfaState, PoolState, UserState } from '../state/state.js';

/** The second factors, as Cognito names them in settings and challenges. */
export type MfaFactor = 'SMS_MFA' | 'SOFTWARE_TOKEN_MFA' | 'EMAIL_OTP';

/** What a request says of one factor. Left out, either is no. */
export interface MfaPreference {
  readonly Enabled?: boolean;
  readonly PreferredMfa?: boolean;
}

/** Whether an authenticator app is registered for the user, whether or not it is on. */
export function hasTotp({ mfa }: UserState): boolean {
  return mfa.totpRegistered ?? mfa.methods.includes('SOFTWARE_TOKEN_MFA');
}

/**
 * A user's second factors after a request that sets some of them; the others stay as they are. Turning one off keeps
 * an authenticator app registered. Changes nothing itself.
 *
 * Throws InvalidParameterException for a factor that the user has no address or app for, for a preference of a factor
 * that is off, or of two at once, and for turning one off where the pool requires MFA. The first text is Cognito's, as
 * callers report it (aws/aws-sdk-js-v3 issue 4645); the rules are documented, the other texts are not.
 */
export function preferredFactors(
  pool: PoolState,
  user: UserState,
  given: ReadonlyMap<MfaFactor, MfaPreference>,
): MfaState {
  const preferred = [...given].filter(([, { PreferredMfa }]) => PreferredMfa === true);
  if (preferred.length > 1) throw invalidParameter('Only one MFA factor can be set as preferred.');
  for (const [factor, { Enabled = false, PreferredMfa = false }] of given) {
    if (Enabled) requireDelivery(user, factor);
    else if (PreferredMfa) throw invalidParameter(`${factor} must be enabled to be set as preferred.`);
    else if (pool.settings.MfaConfiguration === 'ON' && user.mfa.methods.includes(factor)) {
      throw invalidParameter(`${factor} cannot be turned off while the user pool requires MFA.`);
    }
  }
  const { methods: before, preferred: preferredBefore } = user.mfa;
  const said: ReadonlyMap<string, MfaPreference> = given;
  const isOn = (factor: string) =>
    said.get(factor)?.Enabled ?? (!said.has(factor) && before.includes(factor));
  const methods = [...new Set([...before, ...said.keys()])].filter(isOn);
  const stays = preferredBefore !== undefined && !said.has(preferredBefore);
  const now = preferred[0]?.[0] ?? (stays ? preferredBefore : undefined);
  return { methods, totpRegistered: hasTotp(user), ...defined({ preferred: now }) };
}

/** The second factors of a user whose authenticator app has been removed. */
export function withoutTotp({ mfa }: UserState): MfaState {
  const { preferred } = mfa;
  return {
    methods: mfa.methods.filter((factor) => factor !== 'SOFTWARE_TOKEN_MFA'),
    totpRegistered: false,
    ...(preferred === undefined || preferred === 'SOFTWARE_TOKEN_MFA' ? {} : { preferred }),
  };
}

/** Throws UserNotConfirmedException. */
export function requireConfirmed({ status }: UserState): void {
  if (status === 'UNCONFIRMED') throw new ServiceError('UserNotConfirmedException', 'User is not confirmed.');
}

function requireDelivery(user: UserState, factor: MfaFactor): void {
  const can = {
    SMS_MFA: Object.hasOwn(user.attributes, 'phone_number'),
    SOFTWARE_TOKEN_MFA: hasTotp(user),
    EMAIL_OTP: user.attributes.email_verified === 'true',
  };
  if (!can[factor]) {
    throw invalidParameter(`User does not have delivery config set to turn on ${factor}`);
  }
}
