import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';

import { AdminError } from '../../errors.js';
import type { Endpoint } from '../client/endpoint.js';
import { translateError } from '../errors/translate-error.js';
import { plainRequest } from './plain-request.js';

/** Attempts, the first included. */
const ATTEMPTS = 3;
/** Milliseconds before the second attempt. The third waits twice as long. */
const RETRY_DELAY = 500;

/** Bytes of an error response to read: its code is at the start. */
const MAX_ERROR_BODY = 4_096;

/**
 * Uploads a file to a pre-signed URL. A repeated upload replaces the one before, so it can be retried. The URL is a
 * secret, as anyone who has it can upload: no error holds more of it than its host.
 *
 * Source of the header: Developer Guide, "Creating and running the Amazon Cognito user pool import job".
 *
 * @throws AdminError SERVICE_FAILED, BAD_RESPONSE, UNREACHABLE, TIMEOUT, CANCELLED
 */
export async function uploadFile(
  endpoint: Endpoint,
  presignedUrl: string,
  file: string,
  { retryDelay = RETRY_DELAY } = {},
): Promise<void> {
  const url = new URL(presignedUrl);
  const { size } = await stat(file);
  for (let attempt = 1; ; attempt++) {
    try {
      await uploadOnce(endpoint, url, { file, size });
      return;
    } catch (error) {
      const translated = translate(error, endpoint, url);
      const isRetried = translated instanceof AdminError && TEMPORARY.has(translated.code);
      if (!isRetried || attempt === ATTEMPTS) throw translated;
      // After an interrupt the next attempt throws, before it sends anything.
      await delay(retryDelay * attempt, undefined, { signal: endpoint.interrupt }).catch(() => undefined);
    }
  }
}

const TEMPORARY = new Set(['SERVICE_FAILED', 'UNREACHABLE', 'TIMEOUT']);

async function uploadOnce(endpoint: Endpoint, url: URL, { file, size }: { file: string; size: number }): Promise<void> {
  const body = createReadStream(file);
  try {
    const response = await plainRequest(endpoint, {
      method: 'PUT',
      url,
      // Without a length Node sends the body in chunks, which S3 does not accept.
      headers: { 'content-length': String(size), 'x-amz-server-side-encryption': 'aws:kms' },
      body,
    });
    const text = await startOf(response.body);
    if (response.status >= 200 && response.status < 300) return;
    throw refusal(url, response.status, text);
  } finally {
    body.destroy();
  }
}

function refusal(url: URL, status: number, text: string): AdminError {
  // S3's messages repeat the signature; its error codes do not.
  const code = /<Code>(\w{1,64})<\/Code>/.exec(text)?.[1];
  const message = `${url.host} refused the upload (${code === undefined ? status : `${status} ${code}`})`;
  // BAD_RESPONSE is not retried: the next attempt would be refused too.
  return new AdminError(status >= 500 ? 'SERVICE_FAILED' : 'BAD_RESPONSE', message, {
    hint:
      "Cognito's address for the upload is valid for 15 minutes. Run the command again, which makes a new import job.\n" +
      'If that fails too, check for a proxy or firewall between this machine and S3, and check the clock.',
  });
}

/** Reads all of it, so that the connection becomes free, and keeps the start. */
async function startOf(body: AsyncIterable<Uint8Array>): Promise<string> {
  let text = '';
  for await (const chunk of body) {
    if (text.length < MAX_ERROR_BODY) text += Buffer.from(chunk).toString('utf8');
  }
  return text.slice(0, MAX_ERROR_BODY);
}

function translate(error: unknown, endpoint: Endpoint, url: URL): unknown {
  return translateError(error, {
    endpoint,
    address: url.host,
    operation: 'the upload',
    // `secretsIn` finds them by this name.
    input: { uploadToken: [url.href, url.search, ...url.searchParams.values()] },
    timedOut: false,
  });
}
