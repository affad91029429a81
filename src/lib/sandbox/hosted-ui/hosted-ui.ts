/**
 * hosted-ui/ holds what Cognito serves on a pool's domain: the pages on which users sign in, and the OAuth 2.0 and OpenID
 * Connect endpoints. Here all pools share one origin, and the client of a request decides the pool. To add a path: write
 * its handler, and add it to routes.ts.
 */
import { type HttpResponse, textResponse } from '../engine/http.js';
import type { OperationContext } from '../engine/operation.js';
import { ServiceError } from '../engine/service-error.js';
import { OAuthError, returnUrl } from './oauth-error.js';
import { errorPage, redirect } from './pages/page.js';
import type { Route } from './routes.js';
import type { WebRequest } from './web-request.js';

/** Answers a request for a route, with a method that it has. A refusal is a response; throws what the store throws. */
export async function handleWeb(
  context: OperationContext,
  { methods, isPage }: Route,
  request: WebRequest,
): Promise<HttpResponse> {
  const load = methods[request.method];
  if (!load) throw new Error(`${request.path} has no method ${request.method}`);
  try {
    const handler = await load();
    return await handler(context, request);
  } catch (error) {
    const refusal = error instanceof ServiceError ? new OAuthError('invalid_request', error.message) : error;
    if (!(refusal instanceof OAuthError)) throw error;
    return isPage ? answerBrowser(refusal) : answerProgram(refusal);
  }
}

function answerBrowser({ code, description, statusCode, returnTo }: OAuthError): HttpResponse {
  if (!returnTo) return errorPage(code, description, statusCode);
  return redirect(
    returnUrl(returnTo, { error: code, ...(description !== undefined && { error_description: description }) }),
  );
}

/** RFC 6749, section 5.2; for a bearer token, RFC 6750, section 3. */
function answerProgram({ code, description, statusCode }: OAuthError): HttpResponse {
  const body = { error: code, ...(description !== undefined && { error_description: description }) };
  const challenge = { invalid_token: 'Bearer error="invalid_token"', invalid_client: 'Basic realm="sandbox"' };
  const scheme = statusCode === 401 ? (challenge as Partial<Record<string, string>>)[code] : undefined;
  return textResponse(statusCode, 'application/json', JSON.stringify(body), {
    'cache-control': 'no-store',
    ...(scheme !== undefined && { 'www-authenticate': scheme }),
  });
}
