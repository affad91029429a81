import { notAuthorized, ServiceError } from '../engine/service-error.js';
import { requireConfirmed } from '../operations/users/mfa.js';
import { own } from '../state/lookup.js';
import type { SandboxState, UserState } from '../state/state.js';
import type { SandboxStore } from '../state/store.js';
import { type ClientInPool, findClient } from './client-access.js';
import { API_SCOPE } from './tokens.js';

/** The claims of an access token with a valid signature, which has not expired. */
export interface AccessToken {
  readonly sub: string;
  readonly username: string;
  readonly clientId: string;
  readonly scopes: readonly string[];
  readonly originJti: string | undefined;
  /** When the user signed in, in seconds since 1970. */
  readonly authTime: number;
}

/** The user of an access token, and the app client that it was issued to. */
export interface TokenHolder extends ClientInPool {
  readonly user: UserState;
}

/**
 * Reads an access token: a JWT with Cognito's claims for a user, signed with the key of this sandbox. Whether it has been
 * revoked depends on the state: see `holderOfToken`.
 *
 * Throws NotAuthorizedException for one that has expired, and for everything else that is no such token: an ID token,
 * another key, another algorithm, a token of a client's own. The messages are Cognito's.
 */
export async function readAccessToken(store: SandboxStore, now: Date, token: string): Promise<AccessToken> {
  const { signingKey } = await store.read();
  if (!signingKey) throw invalidToken();
  const { errors, importJWK, jwtVerify } = await import('jose');
  const { kid, privateJwk } = signingKey;
  const { kty, e, n } = privateJwk as Record<string, string>;
  const key = await importJWK({ kty, e, n } as { kty: string }, 'RS256');
  try {
    const { payload, protectedHeader } = await jwtVerify(token, key, { algorithms: ['RS256'], currentDate: now });
    if (protectedHeader.kid !== kid || payload.token_use !== 'access') throw invalidToken();
    const { sub, iss, username, client_id: clientId, scope, origin_jti: originJti, auth_time: authTime } = payload;
    if (typeof sub !== 'string' || typeof username !== 'string' || typeof clientId !== 'string') throw invalidToken();
    if (typeof iss !== 'string' || !(await isPoolOf(store, iss, clientId))) throw invalidToken();
    return {
      sub,
      username,
      clientId,
      scopes: typeof scope === 'string' ? scope.split(' ') : [],
      originJti: typeof originJti === 'string' ? originJti : undefined,
      authTime: Number(authTime),
    };
  } catch (error) {
    if (error instanceof errors.JWTExpired) throw notAuthorized('Access Token has expired');
    if (error instanceof errors.JOSEError) throw invalidToken();
    throw error;
  }
}

/**
 * The user of an access token in `state`, which may be a draft of the store.
 *
 * A token counts as revoked once the refresh token of its sign-in is gone: it was revoked, its session was ended, or the
 * user was signed out everywhere or disabled. So an access token of a user is issued only with a refresh token beside it.
 *
 * Throws NotAuthorizedException if the token has been revoked, lacks `scope`, or its user is disabled;
 * UserNotFoundException if the user has been deleted, PasswordResetRequiredException, UserNotConfirmedException, and
 * ResourceNotFoundException if the client has been deleted.
 */
export function holderOfToken(state: SandboxState, token: AccessToken, scope = API_SCOPE): TokenHolder {
  if (!token.scopes.includes(scope)) throw notAuthorized('Access Token does not have required scopes');
  const client = findClient(state, token.clientId);
  const user = own(client.pool.users, token.username);
  // A user of the same name may have been created since.
  if (user?.attributes.sub !== token.sub) throw new ServiceError('UserNotFoundException', 'User does not exist.');
  if (!user.enabled) throw notAuthorized('User is disabled.');
  if (isRevoked(user, token)) throw notAuthorized('Access Token has been revoked');
  if (user.status === 'RESET_REQUIRED') {
    throw new ServiceError('PasswordResetRequiredException', 'Password reset required for the user');
  }
  requireConfirmed(user);
  return { ...client, user };
}

/** A token without `origin_jti`, of a client that cannot revoke tokens, is found by the time of the sign-in. */
function isRevoked(user: UserState, { clientId, originJti, authTime }: AccessToken): boolean {
  return !Object.values(user.refreshTokens).some((known) => {
    if (known.clientId !== clientId) return false;
    if (originJti !== undefined && known.originJti !== undefined) return known.originJti === originJti;
    return Math.floor(known.signedInAt / 1000) === authTime;
  });
}

/** Whether an issuer, of either kind, names the pool of the client: its last part is the pool's ID. */
async function isPoolOf(store: SandboxStore, issuer: string, clientId: string): Promise<boolean> {
  return issuer.split('/').at(-1) === findClient(await store.read(), clientId).poolId;
}

function invalidToken(): ServiceError {
  return notAuthorized('Invalid Access Token');
}
