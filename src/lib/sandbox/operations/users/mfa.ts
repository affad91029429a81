import { defined } from '../../../model/defined.js';
import { ONE_USER } from '../../engine/parameters.js';
import { invalidParameter, notFound, notModelled, ServiceError } from '../../engine/service-error.js';
import { boolean, list, required, string, structure, type StructureOf } from '../../engine/shape.js';
import type { MfaState, PoolState, UserState } from '../../state/state.js';
import { mfaMembers } from './read-users.js';
import { userChange, userReader } from './user-operation.js';

const PREFERENCE = structure({ Enabled: boolean, PreferredMfa: boolean });

/** The members that set second factors. */
export const MFA_SETTINGS = {
  SMSMfaSettings: PREFERENCE,
  SoftwareTokenMfaSettings: PREFERENCE,
  EmailMfaSettings: PREFERENCE,
  WebAuthnMfaSettings: structure({ Enabled: boolean }),
} as const;

export const AdminSetUserMFAPreference = userChange(
  structure({ ...ONE_USER, ...MFA_SETTINGS }),
  (user, { pool, input, time }) => {
    setPreference(pool, user, input, time);
  },
);

/**
 * Sets second factors by the rules of `preferredFactors`. Throws also UserNotConfirmedException and
 * PasswordResetRequiredException.
 */
export function setPreference(
  pool: PoolState,
  user: UserState,
  input: StructureOf<typeof MFA_SETTINGS>,
  time: number,
): void {
  if (input.WebAuthnMfaSettings?.Enabled === true) throw notModelled('passkeys');
  requireConfirmed(user);
  if (user.status === 'RESET_REQUIRED') {
    throw new ServiceError('PasswordResetRequiredException', 'Password reset required for the user');
  }
  const given = new Map<MfaFactor, MfaPreference>();
  if (input.SMSMfaSettings) given.set('SMS_MFA', input.SMSMfaSettings);
  if (input.SoftwareTokenMfaSettings) given.set('SOFTWARE_TOKEN_MFA', input.SoftwareTokenMfaSettings);
  if (input.EmailMfaSettings) given.set('EMAIL_OTP', input.EmailMfaSettings);
  user.mfa = preferredFactors(pool, user, given);
  user.modifiedAt = time;
}

/** Removes the registered authenticator app. Undocumented: the response if there is none. */
export const AdminDeleteSoftwareToken = userChange(structure(ONE_USER), (user, { time }) => {
  requireConfirmed(user);
  if (!hasTotp(user)) throw notFound('Software token does not exist for the user.');
  const { preferred, methods } = user.mfa;
  user.mfa = {
    methods: methods.filter((factor) => factor !== 'SOFTWARE_TOKEN_MFA'),
    totpRegistered: false,
    ...defined({ preferred: preferred === 'SOFTWARE_TOKEN_MFA' ? undefined : preferred }),
  };
  delete user.totp;
  user.modifiedAt = time;
});

export const AdminGetUserAuthFactors = userReader(structure(ONE_USER), (user, { pool }) =>
  authFactorsResponse(pool, user),
);

/** What AdminGetUserAuthFactors and GetUserAuthFactors return. */
export function authFactorsResponse(pool: PoolState, user: UserState): object {
  return {
    Username: user.username,
    ...mfaMembers(user),
    ConfiguredUserAuthFactors: configuredFactors(pool, user),
  };
}

const MFA_OPTIONS = list(
  structure({
    DeliveryMedium: string({ oneOf: ['SMS', 'EMAIL'] }),
    AttributeName: string({ min: 1, max: 32 }),
  }),
);

/** The settings of AdminSetUserSettings and SetUserSettings, which newer operations have replaced. */
export const USER_SETTINGS = { MFAOptions: required(MFA_OPTIONS) } as const;

type MfaOptions = NonNullable<typeof MFA_OPTIONS.type>;

export const AdminSetUserSettings = userChange(
  structure({ ...ONE_USER, ...USER_SETTINGS }),
  (user, { pool, input, time }) => {
    setMfaOptions(pool, user, input.MFAOptions, time);
  },
);

/**
 * Turns SMS on or off as a second factor, which is all that these settings can do. Throws InvalidParameterException for
 * another medium or attribute, or for a user who has no number.
 */
export function setMfaOptions(pool: PoolState, user: UserState, options: MfaOptions, time: number): void {
  for (const { DeliveryMedium, AttributeName } of options) {
    if (DeliveryMedium !== 'SMS' || AttributeName !== 'phone_number') {
      throw invalidParameter('MFAOptions can only set up the phone_number with the delivery medium SMS.');
    }
  }
  user.mfa = preferredFactors(pool, user, new Map([['SMS_MFA', { Enabled: options.length > 0 }]]));
  user.modifiedAt = time;
}

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

/** The second factors, by their names in settings and challenges. */
type MfaFactor = 'SMS_MFA' | 'SOFTWARE_TOKEN_MFA' | 'EMAIL_OTP';

/** The settings of a request for one factor. Both default to false. */
type MfaPreference = NonNullable<typeof PREFERENCE.type>;

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
function preferredFactors(pool: PoolState, user: UserState, given: ReadonlyMap<MfaFactor, MfaPreference>): MfaState {
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
  const isOn = (factor: string) => changes.get(factor)?.Enabled ?? (!changes.has(factor) && before.includes(factor));
  const methods = [...new Set([...before, ...changes.keys()])].filter(isOn);
  const keepsPreferred = preferredBefore !== undefined && !changes.has(preferredBefore);
  const preferredNow = preferred[0]?.[0] ?? (keepsPreferred ? preferredBefore : undefined);
  return { methods, totpRegistered: hasTotp(user), ...defined({ preferred: preferredNow }) };
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
