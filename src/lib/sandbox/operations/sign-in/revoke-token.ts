import { operation } from '../../engine/operation.js';
import { CLIENT_ID } from '../../engine/parameters.js';
import { ServiceError } from '../../engine/service-error.js';
import { required, string, structure } from '../../engine/shape.js';
import { isSecretOf, lookUpClient } from '../../sign-in/client-access.js';
import { readOpaqueToken } from '../../sign-in/opaque-token.js';
import { currentToken } from '../../sign-in/refresh.js';
import { revokeSignIn } from '../../sign-in/revoke-sign-in.js';
import { own } from '../../state/lookup.js';
import { endSsoSession } from '../users/sessions.js';

const Request = structure({
  Token: required(string({ pattern: '[A-Za-z0-9-_=.]+', sensitive: true })),
  ClientId: required(CLIENT_ID),
  ClientSecret: string({ min: 1, max: 64, pattern: '[\\w+]+', sensitive: true }),
  RevokeAssociatedSessions: string({ oneOf: ['NONE', 'LINKED'] }),
});

/**
 * Revokes a refresh token, and those that rotation made of it; only its own client may do so. As RFC 7009 says, an
 * unknown or already revoked token is a success.
 */
export const RevokeToken = operation(Request, ({ store }, input) =>
  store.update((state) => {
    // RevokeToken has no ResourceNotFoundException: an unknown client is an unauthorized one.
    const found = lookUpClient(state, input.ClientId);
    if (!found || !isSecretOf(found.client, input.ClientSecret)) throw unauthorized();
    const { pool, client, clientId } = found;
    if (client.settings.EnableTokenRevocation === false) {
      throw new ServiceError('UnsupportedOperationException', 'Token revocation is not enabled for the client.');
    }
    // Access and ID tokens are JWTs of three parts.
    if (input.Token.split('.').length === 3) {
      throw new ServiceError('UnsupportedTokenTypeException', 'Only refresh tokens can be revoked.');
    }
    const { username, hash } = readOpaqueToken(input.Token);
    const user = own(pool.users, username);
    const token = user && currentToken(user, hash);
    if (!token) return {};
    if (token.clientId !== clientId) throw unauthorized();
    revokeSignIn(user, token);
    if (input.RevokeAssociatedSessions === 'LINKED') endSsoSession(user, token.session?.ssoSessionId);
    return {};
  }),
);

function unauthorized(): ServiceError {
  return new ServiceError('UnauthorizedException', 'Unauthorized client.');
}
