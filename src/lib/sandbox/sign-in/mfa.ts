import { defined } from '../../model/defined.js';
import { ServiceError, invalidParameter } from '../engine/service-error.js';
import type { MfaState, PoolState, UserState } from '../state/state.js';

/** The second factors, by their names in settings and challenges. */
export type MfaFactor = 'SMS_MFA' | 'SOFTWARE_TOKEN_MFA' | 'EMAIL_OTP';

/** What a request sets for one factor. Both default to false. */
export interface MfaPreference {
  readonly Enabled?: boolean;
  readonly PreferredMfa?: boolean;
}

/** Whether an authenticator app is registered for the user, turned on or off. */
export function hasTotp({ mfa }: UserState): boolean {
  return mfa.totpRegistered ?? mfa.methods.includes('SOFTWARE_TOKEN_MFA');
}

/**
 * A user's second factors after a request that sets some of them; the others are unchanged. An authenticator app that is
 * turned off stays registered. Does not change `user`.
 *
 * Throws InvalidParameterException for a factor without an address or app, for preferring a factor that is off or two
 * factors at once, and for turning a factor off if the pool requires MFA. These rules are documented. Of the messages,
 * only that of `requireDelivery` is known to be Cognito's (aws/aws-sdk-js-v3 issue 4645).
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
  const changes: ReadonlyMap<string, MfaPreference> = given;
  const isOn = (factor: string) =>
    changes.get(factor)?.Enabled ?? (!changes.has(factor) && before.includes(factor));
  const methods = [...new Set([...before, ...changes.keys()])].filter(isOn);
  const keepsPreferred = preferredBefore !== undefined && !changes.has(preferredBefore);
  const preferredNow = preferred[0]?.[0] ?? (keepsPreferred ? preferredBefore : undefined);
  return { methods, totpRegistered: hasTotp(user), ...defined({ preferred: preferredNow }) };
}

/** A user's second factors without the authenticator app. */
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
