import { Readable } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';

import type { Endpoint } from '../../cognito/client/endpoint.js';
import { translateError } from '../../cognito/errors/translate-error.js';
import { plainRequest, textOfBody } from '../../cognito/transfer/plain-request.js';
import { AdminError } from '../../errors.js';
import { quoted } from '../../text/quoted.js';

/** What the token endpoint says of a secret. */
export type Proof =
  | { readonly kind: 'accepted' | 'refused' }
  /** It could not be asked, or its answer says nothing of the secret. */
  | { readonly kind: 'unknown'; readonly reason: string };

/** Attempts at a secret that is refused. Undocumented: whether a new one is known everywhere at once. */
const ATTEMPTS = 3;
/** Milliseconds before the second attempt. The third waits twice as long. */
const RETRY_DELAY = 500;

/**
 * Tries a secret at the token endpoint, with a refresh token that does not exist: `invalid_grant` shows that the client was
 * authenticated, and `invalid_client` that it was not (RFC 6749, section 5.2). Nothing is issued or changed.
 *
 * @param hostedUi the address of the hosted UI; `undefined` if the user pool has none
 */
export async function proveSecret(
  endpoint: Endpoint,
  hostedUi: URL | undefined,
  client: { readonly id: string; readonly secret: string },
  { retryDelay = RETRY_DELAY } = {},
): Promise<Proof> {
  if (hostedUi === undefined) return { kind: 'unknown', reason: 'the user pool has no domain to try it at' };
  for (let attempt = 1; ; attempt++) {
    const proof = await proofOf(endpoint, new URL('/oauth2/token', hostedUi), client).catch((error: unknown) =>
      couldNotAsk(endpoint, error),
    );
    if (proof.kind !== 'refused' || attempt === ATTEMPTS) return proof;
    await delay(retryDelay * attempt, undefined, { signal: endpoint.interrupt }).catch(() => undefined);
  }
}

async function proofOf(endpoint: Endpoint, url: URL, { id, secret }: { id: string; secret: string }): Promise<Proof> {
  const form = new URLSearchParams({ grant_type: 'refresh_token', refresh_token: 'no-token' }).toString();
  const { status, body } = await plainRequest(endpoint, {
    method: 'POST',
    url,
    headers: {
      authorization: `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}`,
      'content-type': 'application/x-www-form-urlencoded',
      'content-length': String(form.length),
      accept: 'application/json',
    },
    body: Readable.from([form]),
  });
  const error = oauthError(await textOfBody(body));
  if (error === 'invalid_grant') return { kind: 'accepted' };
  if (error === 'invalid_client') return { kind: 'refused' };
  const answer = error === undefined ? `status ${status}` : quoted(error);
  return { kind: 'unknown', reason: `the token endpoint at ${url.host} answered ${answer}` };
}

function oauthError(text: string): string | undefined {
  try {
    const { error } = JSON.parse(text) as { error?: unknown };
    return typeof error === 'string' ? error : undefined;
  } catch {
    return undefined;
  }
}

/** After an interrupt too: the secret was added, which has to be reported. */
function couldNotAsk(endpoint: Endpoint, error: unknown): Proof {
  const operation = 'the token endpoint';
  const translated = translateError(error, { endpoint, operation, input: {}, timedOut: false });
  if (!(translated instanceof AdminError)) throw translated;
  return { kind: 'unknown', reason: `the token endpoint could not be asked: ${translated.message}` };
}
