import { Readable } from 'node:stream';

import type { Configuration, CustomFetch } from 'openid-client';

import { isAtAws } from '../cognito/client/endpoint.js';
import { isRecord } from '../cognito/client/unmodelled.js';
import { translateError } from '../cognito/errors/translate-error.js';
import { hostedUiUrl } from '../cognito/transfer/hosted-ui-url.js';
import { plainRequest, textOfBody } from '../cognito/transfer/plain-request.js';
import { readClient } from '../client/read-client.js';
import { isEncrypted } from '../config/fields/endpoint-url.js';
import { commandLine, type Directory } from '../directory.js';
import { AdminError } from '../errors.js';
import type { AppClient } from '../model/app-client.js';
import { readTokenIssuer, type TokenIssuer } from './pool-keys.js';

/** The OAuth endpoints of the user pool, as the app client uses them. */
export interface OAuthClient {
  readonly client: AppClient;
  /** Who issues the tokens, and with which keys. */
  readonly issuer: TokenIssuer;
  /** For the functions of openid-client. It holds the client secret. */
  readonly config: Configuration;
}

/**
 * Reads the app client, its secret included, and finds the pool's OAuth endpoints. Requests go the same way as those of the
 * SDK: through a proxy, for example.
 *
 * @throws AdminError SIGN_IN_SETUP if there is no hosted UI; those of `readClient` and DescribeUserPool
 */
export async function openOAuthClient(directory: Directory): Promise<OAuthClient> {
  const hostedUi = await hostedUiOf(directory);
  const { client } = await readClient(directory);
  const openid = await import('openid-client');
  const { ClientId, ClientSecret } = client;
  const issuer = await readTokenIssuer(directory);
  const server = {
    issuer: await issuerOf(directory, issuer),
    authorization_endpoint: `${hostedUi}/oauth2/authorize`,
    token_endpoint: `${hostedUi}/oauth2/token`,
    revocation_endpoint: `${hostedUi}/oauth2/revoke`,
  };
  const auth = ClientSecret === undefined ? openid.None() : openid.ClientSecretBasic(ClientSecret);
  const config = new openid.Configuration(server, ClientId, {}, auth);
  config[openid.customFetch] = fetchAs(directory);
  // Only to this machine: see `hostedUiOf`. It is marked as deprecated to make it noticed.
  // eslint-disable-next-line @typescript-eslint/no-deprecated
  if (hostedUi.startsWith('http:')) openid.allowInsecureRequests(config);
  return { client, issuer, config };
}

/** Its origin. Throws AdminError SIGN_IN_SETUP if there is none, or if tokens would be sent unencrypted to another machine. */
async function hostedUiOf(directory: Directory): Promise<string> {
  const { endpoint } = directory;
  const { poolId, requestHandler, url } = endpoint;
  if (requestHandler !== undefined) {
    throw new AdminError('SIGN_IN_SETUP', 'the sandbox in this process has no hosted UI', {
      hint: 'Start one in another terminal: sf-admin sandbox serve\nThen add: --endpoint-url http://127.0.0.1:9339',
    });
  }
  if (url !== undefined && !isAtAws(endpoint) && !isEncrypted(url)) {
    throw new AdminError('SIGN_IN_SETUP', `the hosted UI at ${new URL(url).origin} is not encrypted`, {
      hint: 'Tokens are sent over http to this machine only. Use https.',
    });
  }
  const hostedUi = hostedUiUrl(endpoint, await directory.pool());
  if (hostedUi !== undefined) return hostedUi.origin;
  throw new AdminError('SIGN_IN_SETUP', `user pool ${poolId} has no domain, and so no hosted UI`, {
    hint: `Make one with a pool file (domain: { domain: NAME }): ${commandLine(directory, 'pool apply FILE')}`,
  });
}

/** The issuer of ID tokens, which openid-client compares. A served sandbox has one of two, and its discovery says which. */
async function issuerOf(directory: Directory, { issuers }: TokenIssuer): Promise<string> {
  const [own = '', served] = issuers;
  if (served === undefined) return own;
  const found = await discoveredIssuer(directory, served);
  return found !== undefined && issuers.includes(found) ? found : own;
}

async function discoveredIssuer(directory: Directory, issuer: string): Promise<string | undefined> {
  const { endpoint } = directory;
  const url = new URL(`${issuer}/.well-known/openid-configuration`);
  const { body } = await plainRequest(endpoint, { method: 'GET', url, headers: {} });
  try {
    const document: unknown = JSON.parse(await textOfBody(body));
    return isRecord(document) && typeof document.issuer === 'string' ? document.issuer : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** `fetch` over the endpoint's own transport. Throws AdminError. */
function fetchAs({ endpoint }: Directory): CustomFetch {
  return async (address, { headers, body }) => {
    const url = new URL(address);
    // openid-client sends forms only.
    const form = body instanceof URLSearchParams ? body.toString() : '';
    try {
      const response = await plainRequest(endpoint, {
        method: 'POST',
        url,
        headers: { ...headers, 'content-length': String(Buffer.byteLength(form)) },
        body: Readable.from([Buffer.from(form)]),
      });
      const text = await textOfBody(response.body);
      const type = response.contentType ?? 'application/octet-stream';
      return new Response(text, { status: response.status, headers: { 'content-type': type } });
    } catch (error) {
      // `secretsIn` finds them by this name.
      const token = [...new URLSearchParams(form).values()];
      throw translateError(error, {
        endpoint,
        address: url.host,
        operation: url.pathname,
        input: { token },
        timedOut: false,
      });
    }
  };
}
