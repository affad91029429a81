import { AdminError } from '../../errors.js';
import type { Endpoint } from '../client/endpoint.js';
import { drained, plainRequest } from './plain-request.js';
import { safeError } from '../errors/safe-error.js';
import { translateError } from '../errors/translate-error.js';

/**
 * The log of an import job as the sandbox serves it, in process or over HTTP. AWS keeps it in CloudWatch, and gives
 * nothing at this path.
 *
 * @returns the log's bytes as they come; `undefined` where the endpoint has none
 * @throws AdminError CANCELLED
 */
export async function importJobLog(
  endpoint: Endpoint,
  jobId: string,
): Promise<AsyncIterable<Uint8Array> | undefined> {
  const base = endpoint.requestHandler === undefined ? endpoint.url : 'https://sandbox.invalid';
  if (base === undefined) return undefined;
  const path = `/import-jobs/${encodeURIComponent(endpoint.poolId)}/${encodeURIComponent(jobId)}/log`;
  try {
    const { status, contentType, body } = await plainRequest(endpoint, {
      method: 'GET',
      url: new URL(path, base),
      headers: { accept: 'text/plain' },
    });
    // A login page answers 200 too.
    if (status === 200 && contentType?.startsWith('text/plain') === true) return body;
    await drained(body);
    return undefined;
  } catch (error) {
    if (endpoint.interrupt.aborted)
      throw new AdminError('CANCELLED', 'interrupted', { cause: safeError(error, []) });
    const call = { endpoint, operation: 'the log', input: {}, timedOut: false };
    const told = translateError(error, call);
    // The log is a help and no more: whoever answers the calls may have no such path.
    if (told instanceof AdminError) return undefined;
    throw told;
  }
}
