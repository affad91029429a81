import type { IncomingMessage } from 'node:http';
import { pipeline } from 'node:stream/promises';
import type { Readable } from 'node:stream';

import { LOCAL_HOSTS } from '../../text/hosts.js';
import { badResponse } from '../errors/bad-response.js';
import type { Endpoint } from '../client/endpoint.js';

/** A request that is no operation of the service, and is not signed. */
export interface PlainRequest {
  readonly method: 'GET' | 'PUT';
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: Readable;
}

export interface PlainAnswer {
  readonly status: number;
  readonly contentType: string | undefined;
  readonly body: AsyncIterable<Uint8Array>;
}

/** What the in-process sandbox offers in the place of a connection: the SDK's interface of a request handler. */
interface Handler {
  handle(
    request: object,
    options: { abortSignal: AbortSignal },
  ): Promise<{
    response: {
      statusCode: number;
      headers?: Readonly<Record<string, string>>;
      body?: AsyncIterable<Uint8Array> | Uint8Array | string;
    };
  }>;
}

/**
 * Sends a request over the endpoint's own last hop: a connection, or the in-process sandbox. A connection on which
 * nothing moves for the endpoint's `timeoutMs` is given up; redirects are not followed.
 *
 * @throws AdminError BAD_RESPONSE for a URL that would send in the clear what leaves this machine; what the connection
 *   throws, untranslated, and so what is thrown where the person interrupts
 */
export async function plainRequest(endpoint: Endpoint, request: PlainRequest): Promise<PlainAnswer> {
  endpoint.interrupt.throwIfAborted();
  if (endpoint.requestHandler !== undefined) {
    const handler = (await endpoint.requestHandler()) as Handler;
    return throughHandler(handler, request, endpoint.interrupt);
  }
  if (request.url.protocol !== 'https:' && !LOCAL_HOSTS.includes(request.url.hostname)) {
    throw badResponse(`was given an address of ${request.url.host} that is not https`);
  }
  return overConnection(endpoint, request);
}

/** Reads what is left of an answer, so that its connection is free. */
export async function drained(body: AsyncIterable<Uint8Array>): Promise<void> {
  const chunks = body[Symbol.asyncIterator]();
  while ((await chunks.next()).done !== true);
}

async function throughHandler(
  handler: Handler,
  { method, url, headers, body }: PlainRequest,
  abortSignal: AbortSignal,
): Promise<PlainAnswer> {
  const { response } = await handler.handle(
    {
      method,
      protocol: url.protocol,
      hostname: url.hostname,
      path: url.pathname,
      query: Object.fromEntries(url.searchParams),
      headers,
      body,
    },
    { abortSignal },
  );
  const contentType = response.headers?.['content-type'];
  return { status: response.statusCode, contentType, body: chunks(response.body ?? '') };
}

async function* chunks(
  body: AsyncIterable<Uint8Array> | Uint8Array | string,
): AsyncGenerator<Uint8Array, void, undefined> {
  if (typeof body === 'string' || body instanceof Uint8Array) yield Buffer.from(body);
  else yield* body;
}

async function overConnection(
  { interrupt, timeoutMs }: Endpoint,
  { method, url, headers, body }: PlainRequest,
): Promise<PlainAnswer> {
  const { request } = await (url.protocol === 'https:' ? import('node:https') : import('node:http'));
  const answer = await new Promise<IncomingMessage>((resolve, reject) => {
    const sending = request(url, { method, headers, signal: interrupt });
    sending.once('response', resolve);
    // Later ones too: a server that refuses early answers first and then breaks the connection.
    sending.on('error', reject);
    sending.setTimeout(timeoutMs, () => sending.destroy(silence(timeoutMs)));
    if (body === undefined) sending.end();
    else pipeline(body, sending).catch(reject);
  });
  const contentType = answer.headers['content-type'];
  return { status: answer.statusCode ?? 0, contentType, body: answer as AsyncIterable<Uint8Array> };
}

function silence(timeoutMs: number): Error {
  return Object.assign(new Error(`nothing moved for ${timeoutMs} ms`), { name: 'TimeoutError' });
}
