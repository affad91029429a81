import { textResponse } from '../../engine/http.js';
import type { OperationContext } from '../../engine/operation.js';
import { issuerOf, publicKeys } from '../../sign-in/tokens.js';
import { own } from '../../state/lookup.js';
import { hasDomain } from '../authorization-request.js';
import type { WebHandler } from '../web-request.js';

/** The public keys of a pool's tokens, at the same path as under Cognito's issuer URL. */
export const keys: WebHandler = async (context, { path }) => {
  if (!(await poolOf(context, path))) return notFound();
  return json(await publicKeys(context.store));
};

/**
 * A pool's OpenID Connect discovery document, with Cognito's members. Its endpoints are the ones served here, also if the
 * issuer is Cognito's. Without a domain, the pool has none of them.
 */
export const configuration: WebHandler = async (context, { path }) => {
  const found = await poolOf(context, path);
  if (!found) return notFound();
  const { origin } = context;
  return json({
    ...(hasDomain(found) && {
      authorization_endpoint: `${origin}/oauth2/authorize`,
      end_session_endpoint: `${origin}/logout`,
      revocation_endpoint: `${origin}/oauth2/revoke`,
      token_endpoint: `${origin}/oauth2/token`,
      userinfo_endpoint: `${origin}/oauth2/userInfo`,
    }),
    id_token_signing_alg_values_supported: ['RS256'],
    issuer: issuerOf(context, found.poolId),
    jwks_uri: `${origin}/${found.poolId}/.well-known/jwks.json`,
    response_types_supported: ['code', 'token'],
    scopes_supported: ['openid', 'email', 'phone', 'profile'],
    subject_types_supported: ['public'],
    token_endpoint_auth_methods_supported: ['client_secret_basic', 'client_secret_post'],
  });
};

async function poolOf({ store }: OperationContext, path: string) {
  const poolId = path.split('/')[1] ?? '';
  const pool = own((await store.read()).pools, poolId);
  return pool && { poolId, pool };
}

function json(content: object) {
  return textResponse(200, 'application/json', JSON.stringify(content));
}

function notFound() {
  return textResponse(404, 'application/json', JSON.stringify({ message: 'Not found.' }));
}
