import { notAuthorized, type ServiceError } from '../engine/service-error.js';
import { hasTotp } from '../operations/users/mfa.js';
import { sendCode } from '../outbox/codes.js';
import type { SendContext } from '../outbox/outbox.js';
import { own } from '../state/lookup.js';
import type { ChallengeState } from '../state/sign-in-state.js';
import type { PoolState, UserState } from '../state/state.js';
import type { ClientInPool } from './client-access.js';
import { newOpaqueToken, readOpaqueToken } from './opaque-token.js';

/** What the user has to answer before the sign-in goes on, as InitiateAuth returns it. */
export interface Challenge {
  readonly ChallengeName: string;
  readonly Session: string;
  readonly ChallengeParameters: Readonly<Record<string, string>>;
  /** Of SELECT_CHALLENGE only. */
  readonly AvailableChallenges?: readonly string[];
}

const MINUTE_MS = 60_000;

/** The factors that a user has passed: `first factor` if the second one, if there is any, is still to come. */
export type Passed = 'first factor' | 'all factors';

/** The open challenges of one user; the oldest ones end when there are more. */
const MAX_OPEN = 20;

/**
 * The challenge that follows a factor that was accepted, if any; it is stored on the user, who can answer it once. A code
 * that it asks for is sent.
 */
export function nextChallenge(
  context: SendContext,
  client: ClientInPool,
  user: UserState,
  { passed, now }: { passed: Passed; now: number },
): Challenge | undefined {
  const { pool } = client;
  if (user.status === 'FORCE_CHANGE_PASSWORD') {
    const parameters = newPasswordParameters(pool, user);
    return namedChallenge(client, user, { name: 'NEW_PASSWORD_REQUIRED', parameters, now });
  }
  const mode = pool.settings.MfaConfiguration ?? 'OFF';
  if (mode === 'OFF' || passed === 'all factors') return undefined;
  const { preferred, methods } = user.mfa;
  if (preferred === undefined && methods.length > 1) {
    const parameters = { MFAS_CAN_CHOOSE: JSON.stringify(methods) };
    return namedChallenge(client, user, { name: 'SELECT_MFA_TYPE', parameters, now });
  }
  // A pool that requires MFA uses a registered authenticator app even if the user has turned it off.
  const registered = mode === 'ON' && hasTotp(user) ? 'SOFTWARE_TOKEN_MFA' : undefined;
  const factor = preferred ?? methods[0] ?? registered;
  if (factor !== undefined) return factorChallenge(context, client, user, { factor, now });
  if (mode !== 'ON') return undefined;
  const parameters = { MFAS_CAN_SETUP: JSON.stringify(['SOFTWARE_TOKEN_MFA']) };
  return namedChallenge(client, user, { name: 'MFA_SETUP', parameters, now });
}

/** The challenge for one second factor. Sends the code for `SMS_MFA` and `EMAIL_OTP`. */
export function factorChallenge(
  context: SendContext,
  client: ClientInPool,
  user: UserState,
  { factor, now }: { factor: string; now: number },
): Challenge {
  const attribute = own(ADDRESS_OF_FACTOR, factor);
  if (!attribute) return namedChallenge(client, user, { name: factor, parameters: {}, now });
  const validFor = challengeMinutes(client) * MINUTE_MS;
  const sent = sendCode(context, client.pool, user, { purpose: 'mfa', attribute, validFor });
  const parameters = {
    CODE_DELIVERY_DELIVERY_MEDIUM: sent.DeliveryMedium,
    CODE_DELIVERY_DESTINATION: sent.Destination,
  };
  return namedChallenge(client, user, { name: factor, parameters, now });
}

/** Where the code of a factor is sent. */
const ADDRESS_OF_FACTOR: Readonly<Record<string, 'email' | 'phone_number'>> = {
  SMS_MFA: 'phone_number',
  EMAIL_OTP: 'email',
};

/** Stores a challenge on the user. Returns its session, of which the state has only the hash. */
export function openChallenge(
  client: ClientInPool,
  user: UserState,
  { now, ...details }: Omit<ChallengeState, 'clientId' | 'expiresAt'> & { readonly now: number },
): string {
  const session = newOpaqueToken(user.username);
  const expiresAt = now + challengeMinutes(client) * MINUTE_MS;
  const open = Object.entries(user.challenges ?? {}).filter(([, challenge]) => challenge.expiresAt > now);
  user.challenges = {
    ...Object.fromEntries(open.slice(1 - MAX_OPEN)),
    [session.hash]: { ...details, clientId: client.clientId, expiresAt },
  };
  return session.text;
}

/**
 * The open challenge of a session.
 *
 * Throws NotAuthorizedException for a session of another user or client, one that has expired, was answered, or is for
 * another challenge than `name`.
 */
export function requireChallenge(
  { clientId }: ClientInPool,
  user: UserState,
  { session, name, now }: { session: string; name: string; now: number },
): ChallengeState {
  const challenge = own(user.challenges ?? {}, readOpaqueToken(session).hash);
  if (challenge?.clientId !== clientId || challenge.name !== name) throw invalidSession();
  if (challenge.expiresAt <= now) throw notAuthorized('Invalid session for the user, session is expired.');
  return challenge;
}

/** Ends the challenge of a session that has been answered. */
export function closeChallenge(user: UserState, session: string): void {
  if (user.challenges) Reflect.deleteProperty(user.challenges, readOpaqueToken(session).hash);
}

/** Ends all challenges, such as when an administrator sets a password. */
export function endChallenges(user: UserState): void {
  delete user.challenges;
}

export function invalidSession(): ServiceError {
  return notAuthorized('Invalid session for the user.');
}

function namedChallenge(
  client: ClientInPool,
  user: UserState,
  { name, parameters, now }: { name: string; parameters: Readonly<Record<string, string>>; now: number },
): Challenge {
  return {
    ChallengeName: name,
    Session: openChallenge(client, user, { name, now }),
    ChallengeParameters: { USER_ID_FOR_SRP: user.username, ...parameters },
  };
}

function newPasswordParameters(pool: PoolState, user: UserState): Record<string, string> {
  const { sub: _, ...shown } = user.attributes;
  const missing = pool.schema.filter(
    ({ Required, Name }) => Required === true && !Object.hasOwn(user.attributes, Name ?? ''),
  );
  return {
    requiredAttributes: JSON.stringify(missing.map(({ Name }) => `userAttributes.${Name ?? ''}`)),
    userAttributes: JSON.stringify(shown),
  };
}

function challengeMinutes({ client }: ClientInPool): number {
  return client.settings.AuthSessionValidity ?? 3;
}
