import { defined } from '../../model/defined.js';
import { randomUUID } from 'node:crypto';
import type { ClientPlace } from './client-access.js';
import { tokenValidity } from '../operations/pool/client-settings.js';
import { hasTotp } from './mfa.js';
import { ServiceError, notAuthorized } from '../engine/service-error.js';
import { newTokenSession } from './session.js';
import type { PoolState, UserState } from '../state/state.js';
import { newTicket } from './ticket.js';

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

export interface Challenge {
  readonly ChallengeName: string;
  readonly Session: string;
  readonly ChallengeParameters: Readonly<Record<string, string>>;
}

/**
 * Throws what keeps a user out whose password is right: disabled, a reset due, not confirmed, or a temporary password
 * that has expired.
 */
export function checkMaySignIn(pool: PoolState, user: UserState, now: number): void {
  if (!user.enabled) throw notAuthorized('User is disabled.');
  if (user.status === 'RESET_REQUIRED') {
    throw new ServiceError('PasswordResetRequiredException', 'Password reset required for the user');
  }
  if (user.status === 'UNCONFIRMED')
    throw new ServiceError('UserNotConfirmedException', 'User is not confirmed.');
  if (user.status === 'FORCE_CHANGE_PASSWORD') {
    const days = pool.settings.Policies?.PasswordPolicy?.TemporaryPasswordValidityDays ?? 7;
    if (now > (user.temporarySince ?? 0) + days * DAY_MS) {
      throw notAuthorized('Temporary password has expired and must be reset by an administrator.');
    }
  }
}

/** The challenge that stands between a right password and tokens, if any. Noted on the user, who may answer it once. */
export function nextChallenge(place: ClientPlace, user: UserState, now: number): Challenge | undefined {
  const asked = challengeFor(place.pool, user);
  if (!asked) {
    delete user.challenge;
    return undefined;
  }
  const session = newTicket(user.username);
  const minutes = place.client.settings.AuthSessionValidity ?? 3;
  user.challenge = { session: session.hash, clientId: place.clientId, expiresAt: now + minutes * MINUTE_MS };
  return { ...asked, Session: session.text };
}

/**
 * A refresh token for a user who has signed in, noted on them with its session; those that have expired are forgotten.
 * With it goes the claim that all tokens of this sign-in will share.
 */
export function newRefreshToken(
  { pool, clientId, client }: ClientPlace,
  user: UserState,
  now: number,
): { text: string; originJti: string } {
  for (const [hash, { expiresAt }] of Object.entries(user.refreshTokens)) {
    if (expiresAt <= now) Reflect.deleteProperty(user.refreshTokens, hash);
  }
  const session = newTokenSession(pool, user, now);
  const { text, hash } = newTicket(user.username);
  const expiresAt = now + tokenValidity(client.settings).refresh * 1000;
  const originJti = randomUUID();
  user.refreshTokens[hash] = {
    clientId,
    signedInAt: now,
    expiresAt,
    originJti,
    ...defined({ session }),
  };
  return { text, originJti };
}

function challengeFor(pool: PoolState, user: UserState): Omit<Challenge, 'Session'> | undefined {
  if (user.status === 'FORCE_CHANGE_PASSWORD') {
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
  const asked = { USER_ID_FOR_SRP: user.username };
  const mode = pool.settings.MfaConfiguration ?? 'OFF';
  if (mode === 'OFF') return undefined;
  const { preferred, methods } = user.mfa;
  if (preferred === undefined && methods.length > 1) {
    const choice = { ...asked, MFAS_CAN_CHOOSE: JSON.stringify(methods) };
    return { ChallengeName: 'SELECT_MFA_TYPE', ChallengeParameters: choice };
  }
  // A pool that requires MFA asks for an authenticator app that is registered, even where the user has turned it off.
  const registered = mode === 'ON' && hasTotp(user) ? 'SOFTWARE_TOKEN_MFA' : undefined;
  const factor = preferred ?? methods[0] ?? registered;
  if (factor !== undefined) return { ChallengeName: factor, ChallengeParameters: asked };
  if (mode !== 'ON') return undefined;
  const setup = { ...asked, MFAS_CAN_SETUP: JSON.stringify(['SOFTWARE_TOKEN_MFA']) };
  return { ChallengeName: 'MFA_SETUP', ChallengeParameters: setup };
}
