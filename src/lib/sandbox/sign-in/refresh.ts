import { checkSecretHash, placeOfClient, requireFlow, requireParameter } from './client-access.js';
import type { ClientPlace } from './client-access.js';
import type { OperationContext } from '../engine/operation.js';
import { notAuthorized } from '../engine/service-error.js';
import { checkMaySignIn } from './sign-in-step.js';
import { signingKeyOf } from './signing-key.js';
import { own } from '../state/state.js';
import type { RefreshTokenState, UserState } from '../state/state.js';
import { readTicket } from './ticket.js';
import { issueTokens } from './tokens.js';

/**
 * New access and ID tokens for a refresh token, as InitiateAuth answers them. Where the token belongs to a session, the
 * session was last active now.
 *
 * Throws NotAuthorizedException for a token that is unknown, another client's, revoked or expired, and whatever keeps
 * its user from signing in.
 */
export async function refresh(
  context: OperationContext,
  clientId: string,
  parameters: Readonly<Record<string, string>>,
): Promise<object> {
  const place = placeOfClient(await context.store.read(), clientId);
  requireFlow(place, ['ALLOW_REFRESH_TOKEN_AUTH', 'ADMIN_NO_SRP_AUTH', 'USER_PASSWORD_AUTH'], 'Auth flow');
  const ticket = readTicket(requireParameter(parameters, 'REFRESH_TOKEN'));
  if (!own(place.pool.users, ticket.username)) throw notAuthorized('Invalid Refresh Token');
  checkSecretHash(place, [ticket.username], parameters.SECRET_HASH);
  const now = context.now().getTime();
  const { user, token } = usable(place, ticket, now);
  const key = await signingKeyOf(context.store);
  if (token.session) {
    await context.store.update((state) => {
      const { session } = usable(placeOfClient(state, clientId), ticket, now).token;
      if (session) session.lastActiveAt = now;
    });
  }
  const { signedInAt, originJti } = token;
  const tokens = await issueTokens(key, { ...place, user, originJti, signedInAt, issuedAt: now });
  return { ChallengeParameters: {}, AuthenticationResult: tokens };
}

function usable(
  { pool, clientId }: ClientPlace,
  { username, hash }: { username: string; hash: string },
  now: number,
): { user: UserState; token: RefreshTokenState } {
  const user = own(pool.users, username);
  if (!user) throw notAuthorized('Invalid Refresh Token');
  const token = own(user.refreshTokens, hash);
  if (!token) throw notAuthorized('Refresh Token has been revoked');
  if (token.clientId !== clientId) throw notAuthorized('Invalid Refresh Token');
  if (token.expiresAt <= now) throw notAuthorized('Refresh Token has expired');
  checkMaySignIn(pool, user, now);
  return { user, token };
}
