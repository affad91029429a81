/**
 * sign-in/ holds what a sign-in is made of, whichever way it comes: the client and its secret hash (client-access.ts),
 * the first factor and the answers to challenges (authentication.ts), the challenges (challenges.ts), the lockout
 * (lockout.ts), passwords, tokens and refreshing; in this file, who can sign in, and the refresh token at the end.
 */
import { randomUUID } from 'node:crypto';
import { defined } from '../../model/defined.js';
import { notAuthorized, ServiceError } from '../engine/service-error.js';
import { tokenValidity } from '../operations/pool/client-settings.js';
import { requireConfirmed } from '../operations/users/mfa.js';
import { newTokenSession } from '../operations/users/sessions.js';
import type { PoolState, UserState } from '../state/state.js';
import type { ClientInPool } from './client-access.js';
import { newOpaqueToken } from './opaque-token.js';

const DAY_MS = 86_400_000;

/**
 * Throws the reason why a user with the right password cannot sign in: disabled, password reset required, not
 * confirmed, or an expired temporary password.
 */
export function checkCanSignIn(pool: PoolState, user: UserState, now: number): void {
  if (!user.enabled) throw notAuthorized('User is disabled.');
  if (user.status === 'RESET_REQUIRED') {
    throw new ServiceError('PasswordResetRequiredException', 'Password reset required for the user');
  }
  requireConfirmed(user);
  if (user.status === 'FORCE_CHANGE_PASSWORD') {
    const days = pool.settings.Policies?.PasswordPolicy?.TemporaryPasswordValidityDays ?? 7;
    if (now > (user.temporarySince ?? 0) + days * DAY_MS) {
      throw notAuthorized('Temporary password has expired and must be reset by an administrator.');
    }
  }
}

/** What a sign-in through the hosted UI adds to its refresh token. */
export interface HostedSignIn {
  /** Default: now. */
  readonly signedInAt?: number;
  readonly scopes?: string[];
  readonly ssoSessionId?: string;
}

/** The refresh tokens of one user. Cognito has no limit, but a script that signs in all day must not fill the state. */
const MAX_REFRESH_TOKENS = 1000;

/**
 * A refresh token for a user who has signed in, stored on the user with its session. One that expired a day ago is
 * removed, and not earlier: an access token from it may be valid for a day, and counts as revoked without it. So are the
 * oldest ones above the limit.
 * `originJti` is the claim that all tokens of this sign-in share.
 */
export function newRefreshToken(
  { pool, clientId, client }: ClientInPool,
  user: UserState,
  now: number,
  { signedInAt = now, scopes, ssoSessionId }: HostedSignIn = {},
): { text: string; originJti: string } {
  for (const [hash, { expiresAt }] of Object.entries(user.refreshTokens)) {
    if (expiresAt + DAY_MS <= now) Reflect.deleteProperty(user.refreshTokens, hash);
  }
  for (const hash of Object.keys(user.refreshTokens).slice(0, 1 - MAX_REFRESH_TOKENS)) {
    Reflect.deleteProperty(user.refreshTokens, hash);
  }
  const started = newTokenSession(pool, user, now);
  const session = started && { ...started, ...defined({ ssoSessionId }) };
  const { text, hash } = newOpaqueToken(user.username);
  const expiresAt = now + tokenValidity(client.settings).refresh * 1000;
  const originJti = randomUUID();
  user.refreshTokens[hash] = { clientId, signedInAt, expiresAt, originJti, ...defined({ session, scopes }) };
  return { text, originJti };
}
