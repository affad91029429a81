import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';

import { AdminError } from '../../errors.js';
import type { Endpoint } from '../client/endpoint.js';
import { plainRequest } from './plain-request.js';
import { safeError } from '../errors/safe-error.js';
import { translateError } from '../errors/translate-error.js';

/** Attempts, the first included, and milliseconds before the second; the third waits twice as long. */
const ATTEMPTS = 3;
const WAIT = 500;

/** Bytes of a refusal that are read: its code is at the beginning. */
const MAX_REFUSAL = 4_096;

/**
 * Uploads a file to a pre-signed URL, which replaces what was uploaded before, so that it can be tried again. The URL
 * is a secret: whoever has it can upload. No error holds more of it than its host.
 *
 * Source of the header: Developer Guide, "Creating and running the Amazon Cognito user pool import job".
 *
 * @throws AdminError SERVICE_FAILED where it is refused, BAD_RESPONSE, UNREACHABLE, TIMEOUT, CANCELLED
 */
export async function uploadFile(endpoint: Endpoint, presignedUrl: string, file: string): Promise<void> {
  const url = new URL(presignedUrl);
  const { size } = await stat(file);
  for (let attempt = 1; ; attempt++) {
    try {
      await uploadOnce(endpoint, url, { file, size });
      return;
    } catch (error) {
      const told = translated(error, endpoint, url);
      const isLast = attempt === ATTEMPTS || !(told instanceof AdminError) || !PASSING.has(told.code);
      if (isLast) throw told;
      // An interrupt is found by the next attempt, before it sends anything.
      await delay(WAIT * attempt, undefined, { signal: endpoint.interrupt }).catch(() => undefined);
    }
  }
}

const PASSING = new Set(['SERVICE_FAILED', 'UNREACHABLE', 'TIMEOUT']);

async function uploadOnce(
  endpoint: Endpoint,
  url: URL,
  { file, size }: { file: string; size: number },
): Promise<void> {
  const body = createReadStream(file);
  try {
    const answer = await plainRequest(endpoint, {
      method: 'PUT',
      url,
      // Without a length it would be sent in pieces, which S3 does not take.
      headers: { 'content-length': String(size), 'x-amz-server-side-encryption': 'aws:kms' },
      body,
    });
    const said = await beginning(answer.body);
    if (answer.status >= 200 && answer.status < 300) return;
    throw refusal(url, answer.status, said);
  } finally {
    body.destroy();
  }
}

function refusal(url: URL, status: number, said: string): AdminError {
  // S3's errors repeat the signature that they refuse; the code does not.
  const code = /<Code>(\w{1,64})<\/Code>/.exec(said)?.[1];
  const what = `${url.host} refused the upload (${code === undefined ? status : `${status} ${code}`})`;
  // A redirect, or a refusal that the next attempt would meet too.
  return new AdminError(status >= 500 ? 'SERVICE_FAILED' : 'BAD_RESPONSE', what, {
    hint:
      'The address that Cognito gives for it is good for 15 minutes. Run the command again, which makes a new job;\n' +
      'where that fails too, something between here and S3 is in the way: a proxy, a firewall, a clock that is wrong.',
  });
}

async function beginning(body: AsyncIterable<Uint8Array>): Promise<string> {
  let text = '';
  for await (const chunk of body) {
    // To its end, so that the connection is free.
    if (text.length < MAX_REFUSAL) text += Buffer.from(chunk).toString('utf8');
  }
  return text.slice(0, MAX_REFUSAL);
}

function translated(error: unknown, endpoint: Endpoint, url: URL): unknown {
  const secrets = [url.href, url.search, ...url.searchParams.values()];
  if (endpoint.interrupt.aborted) {
    return new AdminError('CANCELLED', 'interrupted', { cause: safeError(error, secrets) });
  }
  return translateError(error, {
    endpoint,
    address: url.host,
    operation: 'the upload',
    // By a name under which a request carries secrets.
    input: { uploadToken: secrets },
    timedOut: false,
  });
}
