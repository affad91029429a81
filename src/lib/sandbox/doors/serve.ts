import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { AdminError } from '../../errors.js';
import { isSystemError } from '../../files/system-error.js';
import { SandboxEngine } from '../engine/engine.js';
import { errorResponse, isTransfer, operationOf, respond, textResponse } from '../engine/http.js';
import type { HttpResponse } from '../engine/http.js';
import { IN_PROCESS_LIMITS, type Limits } from '../engine/limits.js';
import type { Issuer } from '../engine/operation.js';
import { ServiceError } from '../engine/service-error.js';
import { routeOf } from '../hosted-ui/routes.js';
import { needsSignature } from '../operations/operations.js';
import type { TokenRule } from '../sign-in/token-rules.js';
import type { SandboxStore } from '../state/store.js';
import { isAllowedOrigin, isLoopback, preflightHeaders, responseHeaders } from './cors.js';
import { type Disturb, type Disturbances, disturbing } from './faults.js';

export interface ServeOptions extends Disturbances {
  readonly store: SandboxStore;
  /** 0 takes any free port. */
  readonly port: number;
  /** Default: those of the sandbox in process. */
  readonly limits?: Limits | undefined;
  /** Default: `aws`. */
  readonly issuer?: Issuer | undefined;
  /** What a pre-token-generation trigger would do: see `readTokenRules`. */
  readonly tokenRules?: readonly TokenRule[] | undefined;
  /** Origins whose pages may call the sandbox, besides those of this machine: see `parseOrigin`. */
  readonly allowedOrigins?: readonly string[] | undefined;
}

export interface ServedSandbox {
  /** Such as `http://127.0.0.1:8080`. */
  readonly url: string;
  /** Closes all connections, even those with a request in progress. Settles when the port is free. */
  close(): Promise<void>;
}

/** Far larger than any valid request. */
const MAX_BODY_BYTES = 1024 * 1024;

/**
 * Serves the sandbox over HTTP, on the loopback address only, for any AWS client with `--endpoint-url`. If an operation
 * needs a signature, there must be one, but it is not verified.
 *
 * Throws AdminError USAGE if the port is not available.
 */
export async function serveSandbox(options: ServeOptions): Promise<ServedSandbox> {
  const closing = new AbortController();
  const inProgress = new Set<Promise<void>>();
  const server = createServer();
  const port = await listen(server, options.port);
  const url = `http://127.0.0.1:${port}`;
  // Created after `listen`, because it needs the port; no request has been read yet.
  const listener = new RequestListener(options, url, closing.signal);
  server.on('request', (request, response) => {
    const handled = listener.handle(request, response).finally(() => inProgress.delete(handled));
    inProgress.add(handled);
  });
  return {
    url,
    async close() {
      closing.abort();
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
      // Operations in progress finish, so that the state is saved and unlocked.
      await Promise.all(inProgress);
    },
  };
}

/** What is served under one path. */
interface Endpoint {
  readonly methods: readonly ('GET' | 'POST')[];
  /** Whether it is a page, which other pages may link to, but no script may read. */
  readonly isPage: boolean;
  readonly run: (method: 'GET' | 'POST') => Promise<HttpResponse | 'reset'>;
}

class RequestListener {
  readonly #engine: SandboxEngine;
  readonly #disturb: Disturb;

  constructor(
    private readonly options: ServeOptions,
    url: string,
    private readonly closing: AbortSignal,
  ) {
    const { store, limits = IN_PROCESS_LIMITS, issuer = 'aws', tokenRules } = options;
    this.#engine = new SandboxEngine(store, { origin: url, limits, issuer, tokenRules });
    this.#disturb = disturbing(options);
  }

  /** Never rejects: an unexpected error becomes a response with status 500. */
  async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    try {
      const result = await this.#respond(request);
      if (result === 'reset') request.socket.destroy();
      else response.writeHead(result.statusCode, result.headers).end(result.body);
    } catch (error) {
      if (this.closing.aborted || response.headersSent) return;
      const message = error instanceof Error ? error.message : String(error);
      const { statusCode, headers, body } = serviceError('InternalErrorException', message, 500);
      response.writeHead(statusCode, headers).end(body);
    }
  }

  async #respond(request: IncomingMessage): Promise<HttpResponse | 'reset'> {
    const { host, origin } = request.headers;
    // DNS rebinding: a web page can make its own host name resolve to 127.0.0.1, but not change the Host header.
    if (!isLoopback(host)) return plain(403, 'The sandbox accepts requests to a loopback host only.');
    const [path = '/', query = ''] = splitAt(request.url ?? '/', '?');
    if (isTransfer(path)) return this.#transfer(request, path, query);
    const endpoint = path === '/' ? this.#api(request) : this.#web(request, path, query);
    if (!endpoint) return plain(404, 'Not found.');

    const crosses = origin !== undefined && !endpoint.isPage;
    if (crosses && !isAllowedOrigin(origin, this.options.allowedOrigins ?? [])) {
      return plain(403, 'The sandbox accepts no requests of pages from this origin.');
    }
    const headers = { ...(!endpoint.isPage && { vary: 'origin' }), ...(crosses && responseHeaders(origin)) };
    const result = await this.#respondWith(endpoint, request, crosses);
    return result === 'reset' ? result : { ...result, headers: { ...result.headers, ...headers } };
  }

  async #respondWith(
    { methods, run }: Endpoint,
    { method, headers }: IncomingMessage,
    crosses: boolean,
  ): Promise<HttpResponse | 'reset'> {
    const allowed = [...methods, ...(methods.includes('GET') ? ['HEAD'] : []), 'OPTIONS'];
    if (method === 'OPTIONS') {
      const asked = headers['access-control-request-headers'];
      const body = new Uint8Array();
      return {
        statusCode: 204,
        headers: { allow: allowed.join(', '), ...(crosses && preflightHeaders(methods, asked)) },
        body,
      };
    }
    // Node leaves out the body of the response to a HEAD request.
    const wanted = methods.find((known) => known === (method === 'HEAD' ? 'GET' : method));
    if (wanted !== undefined) return run(wanted);
    const refusal = plain(405, `The sandbox accepts ${methods.join(' and ')} requests here.`);
    return { ...refusal, headers: { ...refusal.headers, allow: allowed.join(', ') } };
  }

  #api(request: IncomingMessage): Endpoint {
    return {
      methods: ['POST'],
      isPage: false,
      run: async () => {
        const body = await bodyOf(request);
        if (body === undefined) return tooLarge();
        const target = String(request.headers['x-amz-target'] ?? '');
        if (request.headers.authorization === undefined && needsSignature(operationOf(target))) {
          return serviceError('MissingAuthenticationTokenException', 'Missing Authentication Token');
        }
        return this.#disturb(() => respond(this.#engine, target, body), this.closing);
      },
    };
  }

  /** The hosted UI and the OAuth endpoints: without faults and the rate, because Cognito's answers are not documented. */
  #web(request: IncomingMessage, path: string, query: string): Endpoint | undefined {
    const route = routeOf(path);
    return (
      route && {
        methods: (['GET', 'POST'] as const).filter((method) => route.methods[method]),
        isPage: route.isPage,
        run: async (method) => {
          const body = await bodyOf(request);
          if (body === undefined) return tooLarge();
          return this.#engine.web(route, { method, path, query, headers: headersOf(request), body });
        },
      }
    );
  }

  /** Without faults and limits: these apply to the API, and this is what S3 does for it. */
  #transfer(request: IncomingMessage, path: string, query: string): Promise<HttpResponse> {
    return this.#engine.transfer({
      method: request.method ?? 'GET',
      path,
      query: Object.fromEntries(new URLSearchParams(query)),
      headers: headersOf(request),
      body: request as AsyncIterable<Buffer>,
    });
  }
}

function serviceError(name: string, message: string, statusCode: 400 | 500 = 400): HttpResponse {
  return errorResponse(new ServiceError(name, message, statusCode));
}

function plain(statusCode: number, message: string): HttpResponse {
  return json(statusCode, { message });
}

function json(statusCode: number, content: object): HttpResponse {
  return textResponse(statusCode, 'application/json', JSON.stringify(content));
}

function tooLarge(): HttpResponse {
  return { ...plain(413, 'The request is too large.'), headers: { connection: 'close' } };
}

function headersOf({ headers }: IncomingMessage): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([key, value]) => [key, String(value)]));
}

/** A text before and after the first `mark`; the second part is missing without one. */
function splitAt(text: string, mark: string): string[] {
  const at = text.indexOf(mark);
  return at < 0 ? [text] : [text.slice(0, at), text.slice(at + 1)];
}

/** The request's text, or undefined if it is too large. The rest is still read, so that the client gets the response. */
async function bodyOf(request: IncomingMessage): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size <= MAX_BODY_BYTES) chunks.push(chunk);
    else chunks.length = 0;
  }
  return size > MAX_BODY_BYTES ? undefined : Buffer.concat(chunks).toString('utf8');
}

async function listen(server: Server, port: number): Promise<number> {
  try {
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen({ port, host: '127.0.0.1', exclusive: true }, resolve);
    });
  } catch (cause) {
    const reasons: Partial<Record<string, string>> = { EADDRINUSE: ': it is in use', EACCES: ': permission denied' };
    const reason = isSystemError(cause) ? reasons[cause.code ?? ''] : undefined;
    throw new AdminError('USAGE', `cannot listen on port ${port}${reason ?? ''}`, {
      hint: 'Choose another port with --port N, or --port 0 for any free one',
      cause,
    });
  }
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : port;
}
