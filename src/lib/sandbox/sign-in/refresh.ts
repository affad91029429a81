import type { OperationContext } from '../engine/operation.js';
import { notAuthorized } from '../engine/service-error.js';
import { own } from '../state/lookup.js';
import type { RefreshTokenState, UserState } from '../state/state.js';
import { checkSecretHash, findClient, requireFlow, requireParameter } from './client-access.js';
import type { ClientInPool } from './client-access.js';
import { readOpaqueToken } from './opaque-token.js';
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
  const refreshToken = readOpaqueToken(requireParameter(parameters, 'REFRESH_TOKEN'));
  if (!own(client.pool.users, refreshToken.username)) throw notAuthorized('Invalid Refresh Token');
  checkSecretHash(client, refreshToken.username, parameters.SECRET_HASH);
  const { scopes: _, ...tokens } = await renewTokens(context, clientId, refreshToken);
  return { ChallengeParameters: {}, AuthenticationResult: tokens };
}

/**
 * New access and ID tokens for a refresh token of a client, and the scopes that were granted through the hosted UI, if the
 * sign-in was there. Updates the last activity of the token's session, if it has one.
 *
 * Throws NotAuthorizedException for a token that is unknown, another client's, revoked or expired, and the errors of
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
  if (token.session) {
    await context.store.update((state) => {
      const { session } = requireValid(findClient(state, clientId), refreshToken, now).token;
      if (session) session.lastActiveAt = now;
    });
  }
  const { signedInAt, originJti, scopes } = token;
  const tokens = await issueTokens(context, { ...client, user, originJti, signedInAt, issuedAt: now, scopes });
  return { ...tokens, scopes };
}

function requireValid(
  { pool, clientId }: ClientInPool,
  { username, hash }: { username: string; hash: string },
  now: number,
): { user: UserState; token: RefreshTokenState } {
  const user = own(pool.users, username);
  if (!user) throw notAuthorized('Invalid Refresh Token');
  const token = own(user.refreshTokens, hash);
  if (!token) throw notAuthorized('Refresh Token has been revoked');
  if (token.clientId !== clientId) throw notAuthorized('Invalid Refresh Token');
  if (token.expiresAt <= now) throw notAuthorized('Refresh Token has expired');
  checkCanSignIn(pool, user, now);
  return { user, token };
}
