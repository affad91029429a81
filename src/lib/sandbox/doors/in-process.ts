/**
 * doors/ holds the two ways into the sandbox engine. This one is in process: the `sandbox` context uses it as the SDK's
 * request handler. The other (serve.ts) is over HTTP, for `sandbox serve` and any AWS client.
 */
import type { SandboxEngine } from '../engine/engine.js';
import { type HttpResponse, isKeySet, isTransfer, respond, type TransferRequest } from '../engine/http.js';
import type { Route } from '../hosted-ui/routes.js';
import { type Disturb, type Disturbances, disturbing } from './faults.js';

/** The part of the SDK's HttpRequest that the sandbox uses. */
export interface SignedRequest {
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: unknown;
  /** Default: `POST`. */
  readonly method?: string;
  /** Default: `/`, the path of all API operations. */
  readonly path?: string;
  readonly query?: Readonly<Record<string, string | readonly string[] | null>>;
}

/** The part of an AbortSignal that the sandbox uses. */
interface Abortable {
  readonly aborted: boolean;
}

/**
 * A request handler for the SDK that calls the engine instead of opening a connection:
 * `new CognitoIdentityProviderClient({ region, credentials, requestHandler: new SandboxRequestHandler(engine) })`
 */
export class SandboxRequestHandler {
  readonly metadata = { handlerProtocol: 'http/1.1' };

  readonly #disturb: Disturb;

  constructor(
    private readonly engine: SandboxEngine,
    disturbances: Disturbances = {},
  ) {
    this.#disturb = disturbing(disturbances);
  }

  /**
   * Handles an API operation, or a request under `/import-jobs/`, for the public keys of a pool or for the hosted UI. Errors
   * of the service are responses, as over a network. Throws an AbortError if the request was aborted, ECONNRESET for a fault
   * that drops the connection, and the store's AdminError if the state cannot be read or written.
   */
  async handle(
    request: SignedRequest,
    { abortSignal }: { abortSignal?: Abortable } = {},
  ): Promise<{ response: HttpResponse }> {
    throwIfAborted(abortSignal);
    if (isTransfer(request.path ?? '/')) {
      return { response: await this.engine.transfer(transferOf(request, abortSignal)) };
    }
    if (isKeySet(request.path ?? '/')) return { response: await this.engine.publicKeys() };
    if ((request.path ?? '/') !== '/') {
      const { routeOf } = await import('../hosted-ui/routes.js');
      const route = routeOf(request.path ?? '/');
      if (route !== undefined) return { response: await this.#web(route, request, abortSignal) };
    }
    const run = () => respond(this.engine, header(request, 'x-amz-target'), textOf(request.body));
    const response = await this.#disturb(run, abortSignal instanceof AbortSignal ? abortSignal : undefined);
    if (response === 'reset')
      throw Object.assign(new Error('the connection was dropped by a fault'), { code: 'ECONNRESET' });
    return { response };
  }

  /** The hosted UI and the OAuth endpoints: without faults, as these apply to the API. */
  async #web(route: Route, request: SignedRequest, abortSignal?: Abortable): Promise<HttpResponse> {
    const { method, path, headers, query, body } = transferOf(request, abortSignal);
    if (method !== 'GET' && method !== 'POST') throw new TypeError(`the hosted UI has no method ${method}`);
    const chunks: Uint8Array[] = [];
    for await (const chunk of body) chunks.push(chunk);
    const text = Buffer.concat(chunks).toString('utf8');
    return this.engine.web(route, { method, path, query: new URLSearchParams(query).toString(), headers, body: text });
  }

  /** There is nothing to close. */
  destroy(): void {
    return;
  }

  /** There is nothing to configure, but the SDK calls it. */
  updateHttpClientConfig(): void {
    return;
  }

  httpHandlerConfigs(): Record<string, never> {
    return {};
  }
}

function throwIfAborted(abortSignal: Abortable | undefined): void {
  if (abortSignal?.aborted) throw Object.assign(new Error('Request aborted'), { name: 'AbortError' });
}

function header(request: SignedRequest, name: string): string | undefined {
  return Object.entries(request.headers).find(([key]) => key.toLowerCase() === name)?.[1];
}

function transferOf(
  { method = 'POST', path = '/', query = {}, headers, body }: SignedRequest,
  abortSignal?: Abortable,
): TransferRequest {
  return {
    method,
    path,
    query: Object.fromEntries(Object.entries(query).map(([key, value]) => [key, String(value)])),
    headers: Object.fromEntries(Object.entries(headers).map(([key, value]) => [key.toLowerCase(), value])),
    body: bytesOf(body, abortSignal),
  };
}

/** Text, bytes, or a stream of either. */
async function* bytesOf(body: unknown, abortSignal?: Abortable): AsyncGenerator<Uint8Array> {
  if (!isStream(body)) {
    yield new TextEncoder().encode(textOf(body));
    return;
  }
  for await (const chunk of body) {
    throwIfAborted(abortSignal);
    yield chunk instanceof Uint8Array ? chunk : new TextEncoder().encode(textOf(chunk));
  }
}

function isStream(body: unknown): body is AsyncIterable<unknown> {
  return typeof body === 'object' && body !== null && Symbol.asyncIterator in body;
}

/** The SDK sends JSON as a string; middleware may turn it into bytes. */
function textOf(body: unknown): string {
  if (body === undefined || body === null) return '';
  if (typeof body === 'string') return body;
  if (body instanceof Uint8Array) return new TextDecoder().decode(body);
  throw new TypeError('the sandbox accepts request bodies of text or bytes');
}
