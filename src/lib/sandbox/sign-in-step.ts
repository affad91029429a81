import type { ClientPlace } from './client-access.js';
import { tokenValidity } from './client-settings.js';
import { ServiceError, notAuthorized } from './service-error.js';
import type { PoolState, UserState } from './state.js';
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

/** A refresh token for a user who has signed in, noted on them; those that have expired are forgotten. */
export function newRefreshToken({ clientId, client }: ClientPlace, user: UserState, now: number): string {
  const token = newTicket(user.username);
  const alive = Object.entries(user.refreshTokens).filter(([, { expiresAt }]) => expiresAt > now);
  const expiresAt = now + tokenValidity(client.settings).refresh * 1000;
  user.refreshTokens = {
    ...Object.fromEntries(alive),
    [token.hash]: { clientId, signedInAt: now, expiresAt },
  };
  return token.text;
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
  const factor = user.mfa.preferred ?? user.mfa.methods[0];
  if (factor === undefined || (pool.settings.MfaConfiguration ?? 'OFF') === 'OFF') return undefined;
  return { ChallengeName: factor, ChallengeParameters: { USER_ID_FOR_SRP: user.username } };
}
