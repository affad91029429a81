/**
 * sign-in/ holds the parts of a sign-in: the client and its secret hash, passwords, tokens, refreshing, and, in this file,
 * who can sign in, which challenge comes next, and the refresh token at the end.
 */
import { randomUUID } from 'node:crypto';
import { defined } from '../../model/defined.js';
import { notAuthorized, ServiceError } from '../engine/service-error.js';
import { tokenValidity } from '../operations/pool/client-settings.js';
import { hasTotp, requireConfirmed } from '../operations/users/mfa.js';
import { newTokenSession } from '../operations/users/sessions.js';
import type { PoolState, UserState } from '../state/state.js';
import type { ClientInPool } from './client-access.js';
import { newOpaqueToken } from './opaque-token.js';

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

export interface Challenge {
  readonly ChallengeName: string;
  readonly Session: string;
  readonly ChallengeParameters: Readonly<Record<string, string>>;
}

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

/** The challenge between the password and the tokens, if any. It is stored on the user, who can answer it once. */
export function nextChallenge(
  { pool, clientId, client }: ClientInPool,
  user: UserState,
  now: number,
): Challenge | undefined {
  const challenge = challengeFor(pool, user);
  if (!challenge) {
    delete user.challenge;
    return undefined;
  }
  const session = newOpaqueToken(user.username);
  const minutes = client.settings.AuthSessionValidity ?? 3;
  user.challenge = { session: session.hash, clientId, expiresAt: now + minutes * MINUTE_MS };
  return { ...challenge, Session: session.text };
}

/** What a sign-in through the hosted UI adds to its refresh token. */
export interface HostedSignIn {
  /** Default: now. */
  readonly signedInAt?: number;
  readonly scopes?: string[];
  readonly ssoSessionId?: string;
}

/**
 * A refresh token for a user who has signed in, stored on the user with its session; expired ones are removed.
 * `originJti` is the claim that all tokens of this sign-in share.
 */
export function newRefreshToken(
  { pool, clientId, client }: ClientInPool,
  user: UserState,
  now: number,
  { signedInAt = now, scopes, ssoSessionId }: HostedSignIn = {},
): { text: string; originJti: string } {
  for (const [hash, { expiresAt }] of Object.entries(user.refreshTokens)) {
    if (expiresAt <= now) Reflect.deleteProperty(user.refreshTokens, hash);
  }
  const started = newTokenSession(pool, user, now);
  const session = started && { ...started, ...defined({ ssoSessionId }) };
  const { text, hash } = newOpaqueToken(user.username);
  const expiresAt = now + tokenValidity(client.settings).refresh * 1000;
  const originJti = randomUUID();
  user.refreshTokens[hash] = { clientId, signedInAt, expiresAt, originJti, ...defined({ session, scopes }) };
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
