import { notAuthorized, type ServiceError } from '../engine/service-error.js';
import { hasTotp } from '../operations/users/mfa.js';
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
 * The challenge that follows a factor that was accepted, if any; it is stored on the user, who can answer it once.
 */
export function nextChallenge(
  client: ClientInPool,
  user: UserState,
  { passed, now }: { passed: Passed; now: number },
): Challenge | undefined {
  const challenge =
    newPasswordChallenge(client.pool, user) ?? (passed === 'all factors' ? undefined : mfaChallenge(client.pool, user));
  if (!challenge) return undefined;
  const Session = openChallenge(client, user, { name: challenge.ChallengeName, now });
  return { ...challenge, Session };
}

/** Stores a challenge on the user. Returns its session, of which the state has only the hash. */
export function openChallenge(
  { clientId, client }: ClientInPool,
  user: UserState,
  { now, ...details }: Omit<ChallengeState, 'clientId' | 'expiresAt'> & { readonly now: number },
): string {
  const session = newOpaqueToken(user.username);
  const expiresAt = now + (client.settings.AuthSessionValidity ?? 3) * MINUTE_MS;
  const open = Object.entries(user.challenges ?? {}).filter(([, challenge]) => challenge.expiresAt > now);
  user.challenges = {
    ...Object.fromEntries(open.slice(1 - MAX_OPEN)),
    [session.hash]: { ...details, clientId, expiresAt },
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

function newPasswordChallenge(pool: PoolState, user: UserState): Omit<Challenge, 'Session'> | undefined {
  if (user.status !== 'FORCE_CHANGE_PASSWORD') return undefined;
  const { sub: _, ...shown } = user.attributes;
  const missing = pool.schema.filter(
    ({ Required, Name }) => Required === true && !Object.hasOwn(user.attributes, Name ?? ''),
  );
  return {
    ChallengeName: 'NEW_PASSWORD_REQUIRED',
    ChallengeParameters: {
      USER_ID_FOR_SRP: user.username,
      requiredAttributes: JSON.stringify(missing.map(({ Name }) => `userAttributes.${Name ?? ''}`)),
      userAttributes: JSON.stringify(shown),
    },
  };
}

function mfaChallenge(pool: PoolState, user: UserState): Omit<Challenge, 'Session'> | undefined {
  const parameters = { USER_ID_FOR_SRP: user.username };
  const mode = pool.settings.MfaConfiguration ?? 'OFF';
  if (mode === 'OFF') return undefined;
  const { preferred, methods } = user.mfa;
  if (preferred === undefined && methods.length > 1) {
    const choice = { ...parameters, MFAS_CAN_CHOOSE: JSON.stringify(methods) };
    return { ChallengeName: 'SELECT_MFA_TYPE', ChallengeParameters: choice };
  }
  // A pool that requires MFA uses a registered authenticator app even if the user has turned it off.
  const registered = mode === 'ON' && hasTotp(user) ? 'SOFTWARE_TOKEN_MFA' : undefined;
  const factor = preferred ?? methods[0] ?? registered;
  if (factor !== undefined) return { ChallengeName: factor, ChallengeParameters: parameters };
  if (mode !== 'ON') return undefined;
  const setup = { ...parameters, MFAS_CAN_SETUP: JSON.stringify(['SOFTWARE_TOKEN_MFA']) };
  return { ChallengeName: 'MFA_SETUP', ChallengeParameters: setup };
}
