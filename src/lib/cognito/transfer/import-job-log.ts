import { AdminError } from '../../errors.js';
import { type Endpoint, isAtAws } from '../client/endpoint.js';
import { drained, plainRequest } from './plain-request.js';
import { translateError } from '../errors/translate-error.js';

/**
 * The log of an import job, which the sandbox serves in process or over HTTP. AWS writes it to CloudWatch, and has nothing
 * at this path.
 *
 * @returns the log's bytes as they arrive; `undefined` if the endpoint has none
 * @throws AdminError CANCELLED
 */
export async function importJobLog(endpoint: Endpoint, jobId: string): Promise<AsyncIterable<Uint8Array> | undefined> {
  const base = endpoint.requestHandler === undefined ? endpoint.url : 'https://sandbox.invalid';
  if (base === undefined || isAtAws(endpoint)) return undefined;
  const path = `/import-jobs/${encodeURIComponent(endpoint.poolId)}/${encodeURIComponent(jobId)}/log`;
  try {
    const { status, contentType, body } = await plainRequest(endpoint, {
      method: 'GET',
      url: new URL(path, base),
      headers: { accept: 'text/plain' },
    });
    // The type is checked since a login page has status 200 too.
    if (status === 200 && contentType?.startsWith('text/plain') === true) return body;
    await drained(body);
    return undefined;
  } catch (error) {
    const translated = translateError(error, { endpoint, operation: 'the log', input: {}, timedOut: false });
    // The log is optional: another emulator has no such path.
    if (translated instanceof AdminError && translated.code !== 'CANCELLED') return undefined;
    throw translated;
  }
}
