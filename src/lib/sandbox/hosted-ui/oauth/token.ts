import { createHash } from 'node:crypto';
import { defined } from '../../../model/defined.js';
import { type HttpResponse, textResponse } from '../../engine/http.js';
import type { OperationContext } from '../../engine/operation.js';
import { ServiceError } from '../../engine/service-error.js';
import { readableAttributes } from '../../operations/pool/client-settings.js';
import { type ClientInPool, findClient } from '../../sign-in/client-access.js';
import { hashOf, readOpaqueToken } from '../../sign-in/opaque-token.js';
import { renewTokens } from '../../sign-in/refresh.js';
import { revokeSignIn } from '../../sign-in/revoke-sign-in.js';
import { checkCanSignIn, newRefreshToken } from '../../sign-in/sign-in-step.js';
import { issueClientToken, issueTokens, SCOPE_ATTRIBUTES } from '../../sign-in/tokens.js';
import { unwrap } from '../../state/draft.js';
import { own } from '../../state/lookup.js';
import type { AuthorizationCodeState } from '../../state/hosted-ui-state.js';
import { authenticateClient } from './client-authentication.js';
import { OAuthError } from '../oauth-error.js';
import { formOf, type Parameters, required, type WebHandler } from '../web-request.js';

/** The token endpoint (RFC 6749, section 3.2), with the grants that Cognito has. */
export const token: WebHandler = async (context, request) => {
  const form = formOf(request);
  const grant = required(form, 'grant_type');
  const client = await authenticateClient(context, request, form, 400);
  if (client.client.settings.AllowedOAuthFlowsUserPoolClient !== true) throw new OAuthError('unauthorized_client');
  switch (grant) {
    case 'authorization_code':
      return exchangeCode(context, client, form);
    case 'refresh_token':
      return refreshTokens(context, client, form);
    case 'client_credentials':
      return clientCredentials(context, client, form);
    default:
      throw new OAuthError('unsupported_grant_type');
  }
};

/**
 * Tokens for a code, as long as its session of the hosted UI lasts. A code that was used before revokes all tokens that came
 * of it (RFC 6749, section 4.1.2, says that it should; whether Cognito does either is unknown). A refused exchange leaves the
 * code valid.
 */
async function exchangeCode(
  context: OperationContext,
  { clientId }: ClientInPool,
  form: Parameters,
): Promise<HttpResponse> {
  const hash = hashOf(required(form, 'code'));
  const redirectUri = required(form, 'redirect_uri');
  const now = context.now().getTime();
  const step = await context.store.update((state) => {
    const client = findClient(state, clientId);
    if (!client.client.settings.AllowedOAuthFlows?.includes('code')) throw new OAuthError('unauthorized_client');
    const code = own(client.pool.authorizationCodes ?? {}, hash);
    if (code?.clientId !== clientId || code.expiresAt <= now) throw new OAuthError('invalid_grant');
    const user = own(client.pool.users, code.username);
    if (user?.attributes.sub !== code.sub) throw new OAuthError('invalid_grant');
    if (code.originJti !== undefined) {
      if (user) revokeSignIn(user, code);
      return undefined;
    }
    const isOver = !Object.hasOwn(user?.ssoSessions ?? {}, code.ssoSessionId);
    const isOwn = code.redirectUri === redirectUri && provesChallenge(code, form.get('code_verifier'));
    if (!user || isOver || !isOwn) throw new OAuthError('invalid_grant');
    checkReadAccess(client, code.scopes);
    asInvalidGrant(() => {
      checkCanSignIn(client.pool, user, now);
    });
    const { signedInAt, scopes, nonce, ssoSessionId } = code;
    const { text, originJti } = newRefreshToken(client, user, now, { signedInAt, scopes: [...scopes], ssoSessionId });
    code.originJti = originJti;
    // Copies, because the state may change before the tokens are signed.
    const copy = structuredClone({ user: unwrap(user), scopes: [...scopes] });
    return { refreshToken: text, signIn: { ...client, ...copy, originJti, signedInAt, nonce, issuedAt: now } };
  });
  if (!step) throw new OAuthError('invalid_grant');
  const tokens = await issueTokens(context, step.signIn);
  return tokenResponse({ ...tokens, RefreshToken: step.refreshToken }, step.signIn.scopes);
}

/** RFC 7636, section 4.6. Undocumented: a verifier for a code without a challenge is refused (RFC 9700, section 2.1.1). */
function provesChallenge({ codeChallenge }: AuthorizationCodeState, verifier: string | undefined): boolean {
  if (codeChallenge === undefined || verifier === undefined) return codeChallenge === verifier;
  if (!/^[A-Za-z0-9._~-]{43,128}$/.test(verifier)) return false;
  return createHash('sha256').update(verifier).digest('base64url') === codeChallenge;
}

/** Documented: the client must be able to read every attribute that a scope stands for. */
function checkReadAccess({ pool, client }: ClientInPool, scopes: readonly string[]): void {
  const readable = readableAttributes(pool.schema, client.settings);
  const needed = scopes.flatMap((scope) => own(SCOPE_ATTRIBUTES, scope) ?? []);
  if (needed.every((name) => readable.has(name))) return;
  throw new OAuthError('invalid_grant', 'The app client cannot read all attributes of the requested scopes.');
}

function asInvalidGrant(check: () => void): void {
  try {
    check();
  } catch (error) {
    throw error instanceof ServiceError ? new OAuthError('invalid_grant', error.message) : error;
  }
}

/** As the API does it, but the client needs no ALLOW_REFRESH_TOKEN_AUTH for it, and no secret hash. */
async function refreshTokens(
  context: OperationContext,
  { clientId }: ClientInPool,
  form: Parameters,
): Promise<HttpResponse> {
  const refreshToken = readOpaqueToken(required(form, 'refresh_token'));
  try {
    const { scopes, ...tokens } = await renewTokens(context, clientId, refreshToken);
    return tokenResponse(tokens, scopes);
  } catch (error) {
    throw error instanceof ServiceError ? new OAuthError('invalid_grant', error.message) : error;
  }
}

/** Documented: only scopes of resource servers, and without any in the request all of the client. */
async function clientCredentials(
  context: OperationContext,
  client: ClientInPool,
  form: Parameters,
): Promise<HttpResponse> {
  const { AllowedOAuthFlows = [], AllowedOAuthScopes = [] } = client.client.settings;
  if (!AllowedOAuthFlows.includes('client_credentials')) throw new OAuthError('unauthorized_client');
  const allowed = AllowedOAuthScopes.filter((scope) => scope.includes('/'));
  const scopes =
    form
      .get('scope')
      ?.split(' ')
      .filter((scope) => scope !== '') ?? allowed;
  if (scopes.length === 0 || !scopes.every((scope) => allowed.includes(scope))) throw new OAuthError('invalid_scope');
  return tokenResponse(await issueClientToken(context, client, { scopes, issuedAt: context.now().getTime() }), scopes);
}

interface Tokens {
  readonly AccessToken: string;
  readonly IdToken?: string;
  readonly RefreshToken?: string;
  readonly ExpiresIn: number;
}

/** After a sign-in through the hosted UI, there is an ID token for the scope openid only. */
function tokenResponse(tokens: Tokens, scopes: readonly string[] | undefined): HttpResponse {
  const { AccessToken, IdToken, RefreshToken, ExpiresIn } = tokens;
  const content = {
    ...defined({ id_token: scopes === undefined || scopes.includes('openid') ? IdToken : undefined }),
    access_token: AccessToken,
    ...defined({ refresh_token: RefreshToken }),
    expires_in: ExpiresIn,
    token_type: 'Bearer',
  };
  const headers = { 'cache-control': 'no-store', pragma: 'no-cache' };
  return textResponse(200, 'application/json', JSON.stringify(content), headers);
}
