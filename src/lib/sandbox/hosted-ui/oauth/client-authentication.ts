import type { OperationContext } from '../../engine/operation.js';
import { type ClientInPool, isSecretOf, lookUpClient } from '../../sign-in/client-access.js';
import { hasDomain } from '../authorization-request.js';
import { OAuthError } from '../oauth-error.js';
import type { Parameters, WebRequest } from '../web-request.js';

/**
 * The client of a request to the token or the revocation endpoint. One with a secret sends it with HTTP Basic or in the
 * form (RFC 6749, section 2.3.1); one without sends its ID in the form.
 *
 * Throws OAuthError invalid_client, with `statusCode`.
 */
export async function authenticateClient(
  { store }: OperationContext,
  request: WebRequest,
  form: Parameters,
  statusCode: 400 | 401,
): Promise<ClientInPool> {
  const refuse = () => new OAuthError('invalid_client', undefined, { statusCode });
  const basic = basicCredentials(request.headers.authorization);
  const clientId = basic?.id ?? form.get('client_id');
  const secret = basic ? basic.secret : form.get('client_secret');
  if (clientId === undefined || (form.get('client_id') ?? clientId) !== clientId) throw refuse();
  const client = lookUpClient(await store.read(), clientId);
  if (!client || !hasDomain(client)) throw refuse();
  if (!isSecretOf(client.client, secret)) throw refuse();
  return client;
}

/** Undefined if the header is not one of the Basic scheme. A secret may be empty. */
function basicCredentials(header: string | undefined): { id: string; secret: string } | undefined {
  const encoded = /^Basic +([A-Za-z0-9+/=]+)$/i.exec(header ?? '')?.[1];
  if (encoded === undefined) return undefined;
  const text = Buffer.from(encoded, 'base64').toString();
  const at = text.indexOf(':');
  return at < 0 ? undefined : { id: decoded(text.slice(0, at)), secret: decoded(text.slice(at + 1)) };
}

/** RFC 6749 says that both parts are encoded as in a form, but many clients send them as they are: with `+` for itself. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
