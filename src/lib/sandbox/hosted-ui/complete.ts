/** The end of a sign-in through the hosted UI: the browser's session, and the code or the tokens for the app. */
import { randomUUID } from 'node:crypto';
import { defined } from '../../model/defined.js';
import type { HttpResponse } from '../engine/http.js';
import type { OperationContext } from '../engine/operation.js';
import type { Finish } from '../sign-in/authentication.js';
import { type ClientInPool, findClient } from '../sign-in/client-access.js';
import { hashOf } from '../sign-in/opaque-token.js';
import { newRefreshToken } from '../sign-in/sign-in-step.js';
import { issueTokens, type SignIn } from '../sign-in/tokens.js';
import { unwrap } from '../state/draft.js';
import type { UserState } from '../state/state.js';
import type { AuthorizationRequest } from './authorization-request.js';
import { returnUrl } from './oauth-error.js';
import { redirect } from './pages/page.js';
import { beginSession, sessionOf } from './sso-session.js';
import type { WebRequest } from './web-request.js';

/** Documented: a code is valid for five minutes. */
const CODE_VALIDITY_MS = 300_000;

/** A user who is signed in, in which session, and since when. */
interface SignedIn {
  readonly user: UserState;
  readonly ssoSessionId: string;
  readonly signedInAt: number;
}

/** What the app gets: a code, or the user whose tokens it gets. */
type Grant = { readonly code: string } | { readonly signIn: SignIn };

/** What a sign-in gives: the cookie of the browser's new session, and what the app gets. */
export interface BrowserGrant {
  readonly setCookie: string;
  readonly grant: Grant;
}

/** Begins the session of the browser for a user who has just signed in, and makes the code for the app. */
export function finishInBrowser(asked: AuthorizationRequest): Finish<BrowserGrant> {
  return (client, user, now) => {
    const { id, setCookie } = beginSession(client, user, now);
    return { setCookie, grant: newGrant(client, asked, { user, ssoSessionId: id, signedInAt: now }, now) };
  };
}

/** Sends the browser back to the app with the result of a sign-in. */
export async function sendBack(
  context: OperationContext,
  asked: AuthorizationRequest,
  { grant, setCookie }: BrowserGrant,
): Promise<HttpResponse> {
  return redirect(await resultUrl(context, asked, grant), { 'set-cookie': setCookie });
}

/** Sends the user of the browser's session back to the app without a question; undefined if there is no session. */
export async function continueSession(
  context: OperationContext,
  asked: AuthorizationRequest,
  request: WebRequest,
): Promise<HttpResponse | undefined> {
  const now = context.now().getTime();
  const grant = await context.store.update((state) => {
    const client = findClient(state, asked.client.clientId);
    const found = sessionOf(client, request, now);
    if (!found) return undefined;
    found.session.lastActiveAt = now;
    const signedIn = { user: found.user, ssoSessionId: found.id, signedInAt: found.session.createdAt };
    return newGrant(client, asked, signedIn, now);
  });
  return grant && redirect(await resultUrl(context, asked, grant));
}

/** Stores a code, of which the state has only the hash; expired ones are removed. */
function newGrant(client: ClientInPool, asked: AuthorizationRequest, signedIn: SignedIn, now: number): Grant {
  const { user, ssoSessionId, signedInAt } = signedIn;
  const { scopes, nonce, codeChallenge } = asked;
  if (asked.responseType === 'token') {
    // The app does not get the refresh token, but without it the access token would count as revoked.
    const { originJti } = newRefreshToken(client, user, now, { signedInAt, scopes, ssoSessionId });
    // A copy, because the user may change before the tokens are signed.
    const copy = structuredClone(unwrap(user));
    return { signIn: { ...client, user: copy, signedInAt, issuedAt: now, originJti, scopes, nonce } };
  }
  const code = randomUUID();
  const codes = Object.entries(client.pool.authorizationCodes ?? {}).filter(([, { expiresAt }]) => expiresAt > now);
  client.pool.authorizationCodes = {
    ...Object.fromEntries(codes),
    [hashOf(code)]: {
      clientId: client.clientId,
      username: user.username,
      redirectUri: asked.returnTo.redirectUri,
      scopes,
      ...defined({ nonce, codeChallenge }),
      sub: user.attributes.sub,
      ssoSessionId,
      signedInAt,
      expiresAt: now + CODE_VALIDITY_MS,
    },
  };
  return { code };
}

/** The implicit grant gives an ID token for the scope openid, and never a refresh token. */
async function resultUrl(
  context: OperationContext,
  { returnTo, scopes }: AuthorizationRequest,
  grant: Grant,
): Promise<string> {
  if ('code' in grant) return returnUrl(returnTo, { code: grant.code });
  const { AccessToken, IdToken, ExpiresIn } = await issueTokens(context, grant.signIn);
  return returnUrl(returnTo, {
    access_token: AccessToken,
    ...(scopes.includes('openid') && { id_token: IdToken }),
    token_type: 'Bearer',
    expires_in: String(ExpiresIn),
  });
}
