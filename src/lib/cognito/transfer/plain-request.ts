/**
 * Transfer: HTTP requests that are not operations of the service and not signed, such as the upload to an import job's
 * pre-signed URL. They use the endpoint's own transport, so that they reach the in-process sandbox too.
 */
import type { IncomingMessage } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

import { isEncrypted, unencrypted } from '../../config/fields/endpoint-url.js';
import { AdminError } from '../../errors.js';
import { connectionAgent } from '../connection/connection-agent.js';
import type { Endpoint } from '../client/endpoint.js';

export interface PlainRequest {
  readonly method: 'GET' | 'POST' | 'PUT';
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: Readable;
}

export interface PlainResponse {
  readonly status: number;
  readonly contentType: string | undefined;
  /** The clock of the server: the header Date. */
  readonly date?: string | undefined;
  readonly body: AsyncIterable<Uint8Array>;
}

/** The in-process sandbox: the SDK's interface of a request handler. */
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
 * Sends a request over HTTP or to the in-process sandbox. A connection that is idle for the endpoint's `timeoutMs` fails;
 * redirects are not followed.
 *
 * @throws AdminError BAD_RESPONSE for a URL that would send data unencrypted to another machine: the service has given it,
 *   since the endpoint's own was checked before; errors of the connection and of an interrupt, untranslated
 */
export async function plainRequest(endpoint: Endpoint, request: PlainRequest): Promise<PlainResponse> {
  endpoint.interrupt.throwIfAborted();
  if (endpoint.requestHandler !== undefined) {
    const handler = (await endpoint.requestHandler()) as Handler;
    return throughHandler(handler, request, endpoint.interrupt);
  }
  const { href } = request.url;
  if (endpoint.allowHttp !== true && !isEncrypted(href)) {
    throw new AdminError('BAD_RESPONSE', unencrypted(href), {
      hint:
        'Nothing was sent there. The service has given this address: check the endpoint.\n' +
        'If you trust the network in between, use a context with allowHttp: true.',
    });
  }
  return overConnection(endpoint, request);
}

/** Reads the rest of a response, so that its connection becomes free. */
export async function drained(body: AsyncIterable<Uint8Array>): Promise<void> {
  const chunks = body[Symbol.asyncIterator]();
  while ((await chunks.next()).done !== true);
}

/** Bytes. The longest text that is read, a set of public keys, has a kilobyte. */
const MAX_TEXT = 1024 * 1024;

/** The text of a response; none if it is longer than any that is read here, or never ends. Leaving it closes the connection. */
export async function textOfBody(body: PlainResponse['body']): Promise<string> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of body) {
    length += chunk.length;
    if (length > MAX_TEXT) return '';
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

async function throughHandler(
  handler: Handler,
  { method, url, headers, body }: PlainRequest,
  abortSignal: AbortSignal,
): Promise<PlainResponse> {
  const { protocol, hostname, pathname: path } = url;
  const query = Object.fromEntries(url.searchParams);
  const { response } = await handler.handle(
    { method, protocol, hostname, path, query, headers, body },
    { abortSignal },
  );
  const contentType = response.headers?.['content-type'];
  const { body: answer = '' } = response;
  const isWhole = typeof answer === 'string' || answer instanceof Uint8Array;
  const chunks = Readable.from(isWhole ? [Buffer.from(answer)] : answer) as AsyncIterable<Uint8Array>;
  return { status: response.statusCode, contentType, body: chunks };
}

async function overConnection(
  endpoint: Endpoint,
  { method, url, headers, body }: PlainRequest,
): Promise<PlainResponse> {
  const { interrupt, timeoutMs } = endpoint;
  const agent = await connectionAgent(endpoint);
  const { request } = await (url.protocol === 'https:' ? import('node:https') : import('node:http'));
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    const sending = request(url, { method, headers, signal: interrupt, agent });
    sending.once('response', resolve);
    // `on`, since a server that refuses early answers first and then resets the connection.
    sending.on('error', reject);
    sending.setTimeout(timeoutMs, () => sending.destroy(idleError(timeoutMs)));
    if (body === undefined) sending.end();
    else pipeline(body, sending).catch(reject);
  });
  const contentType = response.headers['content-type'];
  const { date } = response.headers;
  return { status: response.statusCode ?? 0, contentType, date, body: response as AsyncIterable<Uint8Array> };
}

function idleError(timeoutMs: number): Error {
  return Object.assign(new Error(`the connection was idle for ${timeoutMs} ms`), { name: 'TimeoutError' });
}
