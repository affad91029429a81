import { defined } from '../../model/defined.js';
import type { OperationContext } from '../engine/operation.js';
import { invalidParameter, notAuthorized, ServiceError } from '../engine/service-error.js';
import { own } from '../state/lookup.js';
import type { RefreshTokenState, UserState } from '../state/state.js';
import { checkSecretHash, findClient, requireFlow, requireParameter } from './client-access.js';
import type { ClientInPool } from './client-access.js';
import { newOpaqueToken, readOpaqueToken } from './opaque-token.js';
import { checkCanSignIn } from './sign-in-step.js';
import { issueTokens } from './tokens.js';

/**
 * New access and ID tokens for a refresh token, as InitiateAuth returns them.
 *
 * Throws InvalidParameterException if the client does not allow it, NotAuthorizedException for a wrong secret hash, and
 * the errors of `renewTokens`.
 */
export async function refresh(
  context: OperationContext,
  clientId: string,
  parameters: Readonly<Record<string, string>>,
): Promise<object> {
  const client = findClient(await context.store.read(), clientId);
  requireFlow(client, ['ALLOW_REFRESH_TOKEN_AUTH', 'ADMIN_NO_SRP_AUTH', 'USER_PASSWORD_AUTH'], 'Auth flow');
  if (rotates(client)) {
    // Documented: the flow does not go with rotation. The message is the sandbox's.
    throw invalidParameter('A client with refresh token rotation gets new tokens from GetTokensFromRefreshToken.');
  }
  const refreshToken = readOpaqueToken(requireParameter(parameters, 'REFRESH_TOKEN'));
  if (!own(client.pool.users, refreshToken.username)) throw notAuthorized('Invalid Refresh Token');
  checkSecretHash(client, refreshToken.username, parameters.SECRET_HASH);
  const { scopes: _, ...tokens } = await renewTokens(context, clientId, refreshToken);
  return { ChallengeParameters: {}, AuthenticationResult: tokens };
}

/**
 * New access and ID tokens for a refresh token of a client, and the scopes that were granted through the hosted UI, if the
 * sign-in was there. Updates the last activity of the token's session, if it has one. With rotation, the refresh token is
 * replaced too: the new one ends when the old one would have.
 *
 * Throws NotAuthorizedException for a token that is unknown, another client's, revoked or expired,
 * RefreshTokenReuseException for one that was replaced longer ago than the grace period, and the errors of
 * `checkCanSignIn`.
 */
export async function renewTokens(
  context: OperationContext,
  clientId: string,
  refreshToken: ReturnType<typeof readOpaqueToken>,
) {
  const client = findClient(await context.store.read(), clientId);
  const now = context.now().getTime();
  const { user, token } = requireValid(client, refreshToken, now);
  const successor = rotates(client) ? newOpaqueToken(user.username) : undefined;
  if (token.session || successor) {
    await context.store.update((state) => {
      const current = findClient(state, clientId);
      const valid = requireValid(current, refreshToken, now);
      if (valid.token.session) valid.token.session.lastActiveAt = now;
      if (successor)
        replaceToken(current, valid.user, {
          old: refreshToken.hash,
          token: valid.token,
          successor: successor.hash,
          now,
        });
    });
  }
  const { signedInAt, originJti, scopes } = token;
  const tokens = await issueTokens(context, { ...client, user, originJti, signedInAt, issuedAt: now, scopes });
  return { ...tokens, ...defined({ RefreshToken: successor?.text }), scopes };
}

/** The refresh token that a token of a user is or, by rotation, has become; undefined if it is unknown or was revoked. */
export function currentToken(user: UserState, hash: string): RefreshTokenState | undefined {
  const token = own(user.refreshTokens, hash);
  if (token) return token;
  const replaced = own(user.replacedTokens ?? {}, hash);
  return replaced && currentToken(user, replaced.successor);
}

/** How many replaced tokens of a user are remembered, to tell their use from that of an unknown token. */
const REMEMBERED = 20;

/** `token` is what `old` stands for: itself or, in the grace period, the token that has replaced it. */
function replaceToken(
  { client }: ClientInPool,
  user: UserState,
  { old, token, successor, now }: { old: string; token: RefreshTokenState; successor: string; now: number },
): void {
  const isFirst = own(user.refreshTokens, old) !== undefined;
  const { session, ...kept } = token;
  // A session belongs to one token, so that it is listed once.
  user.refreshTokens[successor] = { ...kept, ...(isFirst && defined({ session })) };
  if (!isFirst) return;
  Reflect.deleteProperty(user.refreshTokens, old);
  const usableUntil = now + (client.settings.RefreshTokenRotation?.RetryGracePeriodSeconds ?? 0) * 1000;
  const earlier = Object.entries(user.replacedTokens ?? {}).slice(1 - REMEMBERED);
  user.replacedTokens = { ...Object.fromEntries(earlier), [old]: { successor, usableUntil } };
}

function rotates({ client }: ClientInPool): boolean {
  return client.settings.RefreshTokenRotation?.Feature === 'ENABLED';
}

function requireValid(
  { pool, clientId }: ClientInPool,
  { username, hash }: { username: string; hash: string },
  now: number,
): { user: UserState; token: RefreshTokenState } {
  const user = own(pool.users, username);
  if (!user) throw notAuthorized('Invalid Refresh Token');
  const replaced = own(user.replacedTokens ?? {}, hash);
  if (replaced && replaced.usableUntil <= now) {
    // The name is documented, the message is the sandbox's.
    throw new ServiceError('RefreshTokenReuseException', 'Refresh Token has been replaced by a newer one');
  }
  const token = own(user.refreshTokens, replaced?.successor ?? hash);
  if (!token) throw notAuthorized('Refresh Token has been revoked');
  if (token.clientId !== clientId) throw notAuthorized('Invalid Refresh Token');
  if (token.expiresAt <= now) throw notAuthorized('Refresh Token has expired');
  checkCanSignIn(pool, user, now);
  return { user, token };
}
