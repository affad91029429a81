import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { performance } from 'node:perf_hooks';
import { setTimeout as delay } from 'node:timers/promises';
import { AdminError } from '../../errors.js';
import { isSystemError } from '../../files/system-error.js';
import { SandboxEngine } from '../engine/engine.js';
import { drawFault } from './faults.js';
import type { Faults } from './faults.js';
import { answerRequest, failure, operationOf } from '../engine/http-answer.js';
import type { HttpAnswer } from '../engine/http-answer.js';
import { rateLimit } from './rate-limit.js';
import { ServiceError } from '../engine/service-error.js';
import { publicKeys } from '../sign-in/signing-key.js';
import type { SandboxStore } from '../state/store.js';
import { isTransfer } from '../engine/transfer-request.js';

export interface ServeOptions {
  readonly store: SandboxStore;
  /** 0 takes any free port. */
  readonly port: number;
  readonly faults?: Faults;
  /** How long every answer waits, in milliseconds. */
  readonly latencyMs?: number;
  /** Requests a second; those above are throttled. */
  readonly rps?: number;
  /** For tests of faults: answers numbers from 0 up to, not including, 1. */
  readonly random?: () => number;
}

export interface ServedSandbox {
  /** Such as `http://127.0.0.1:8080`. */
  readonly url: string;
  /** Ends every connection, one whose request is under way included; settles when the port is free. */
  close(): Promise<void>;
}

/** Far above any request that the operations can take. */
const LARGEST_BODY_BYTES = 1024 * 1024;

/** Operations that applications call for their users, without AWS credentials. */
const UNSIGNED = ['InitiateAuth', 'RespondToAuthChallenge', 'RevokeToken'];

/**
 * The sandbox over HTTP, on the loopback address only, for any AWS client with `--endpoint-url`. Signatures are not
 * checked; that there is one is, where the service wants one.
 *
 * Throws AdminError USAGE where the port is not to be had.
 */
export async function serveSandbox(options: ServeOptions): Promise<ServedSandbox> {
  const closing = new AbortController();
  const underWay = new Set<Promise<void>>();
  const server = createServer();
  const port = await listen(server, options.port);
  const url = `http://127.0.0.1:${port}`;
  // Only now, since it must know its own address; no request is read before.
  const door = new Door(options, url, closing.signal);
  server.on('request', (request, response) => {
    const answer = door.answer(request, response).finally(() => underWay.delete(answer));
    underWay.add(answer);
  });
  return {
    url,
    async close() {
      closing.abort();
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
      // An operation that is half done is finished, so that the state is whole and unlocked.
      await Promise.all(underWay);
    },
  };
}

class Door {
  readonly #engine: SandboxEngine;
  readonly #mayPass: () => boolean;

  constructor(
    private readonly options: ServeOptions,
    url: string,
    private readonly closing: AbortSignal,
  ) {
    this.#engine = new SandboxEngine(options.store, { origin: url });
    const { rps } = options;
    this.#mayPass = rps === undefined ? () => true : rateLimit(rps, () => performance.now());
  }

  /** Never rejects: a defect is the caller's 500, and the server lives on. */
  async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    try {
      const answer = await this.#answerTo(request);
      if (answer === 'reset') request.socket.destroy();
      else response.writeHead(answer.statusCode, answer.headers).end(answer.body);
    } catch (error) {
      if (this.closing.aborted || response.headersSent) return;
      const message = error instanceof Error ? error.message : String(error);
      const answer = failure(new ServiceError('InternalErrorException', message, 500));
      response.writeHead(answer.statusCode, answer.headers).end(answer.body);
    }
  }

  async #answerTo(request: IncomingMessage): Promise<HttpAnswer | 'reset'> {
    // A page on the web can point a name of its own at 127.0.0.1; it cannot make the browser send our name.
    if (!isLoopback(request.headers.host)) return plain(403, 'The sandbox answers to a loopback host only.');
    const [path = '/', query = ''] = (request.url ?? '/').split('?', 2);
    if (isTransfer(path)) return this.#transfer(request, path, query);
    if (request.method === 'GET') return this.#keys(request.url ?? '');
    if (request.method !== 'POST') return plain(405, 'The sandbox takes POST requests.');

    const body = await bodyOf(request);
    if (body === undefined)
      return { ...plain(413, 'The request is too large.'), headers: { connection: 'close' } };
    const target = header(request, 'x-amz-target');
    if (request.headers.authorization === undefined && !UNSIGNED.includes(operationOf(target))) {
      return failure(new ServiceError('MissingAuthenticationTokenException', 'Missing Authentication Token'));
    }
    if (this.options.latencyMs) await delay(this.options.latencyMs, undefined, { signal: this.closing });
    return this.#withFaults(() => answerRequest(this.#engine, target, body));
  }

  /** No fault befalls it: faults and limits are those of the API, and this is S3's part. */
  #transfer(request: IncomingMessage, path: string, query: string): Promise<HttpAnswer> {
    return this.#engine.transfer({
      method: request.method ?? 'GET',
      path,
      query: Object.fromEntries(new URLSearchParams(query)),
      headers: Object.fromEntries(
        Object.entries(request.headers).map(([key, value]) => [key, String(value)]),
      ),
      body: request as AsyncIterable<Buffer>,
    });
  }

  async #withFaults(carryOut: () => Promise<HttpAnswer>): Promise<HttpAnswer | 'reset'> {
    if (!this.#mayPass()) return failure(throttled());
    const { faults, random = Math.random } = this.options;
    switch (faults && drawFault(faults, random)) {
      case 'throttle':
        return failure(throttled());
      case 'error':
        return failure(new ServiceError('InternalErrorException', 'A fault, as asked for.', 500));
      case 'reset-before':
        return 'reset';
      case 'reset-after':
        await carryOut();
        return 'reset';
      case undefined:
        return carryOut();
    }
  }

  /** Where a verifier finds the keys of the tokens, as under a pool's issuer URL. */
  async #keys(url: string): Promise<HttpAnswer> {
    const poolId = /^\/([\w-]+)\/\.well-known\/jwks\.json$/.exec(url)?.[1];
    const { pools } = await this.options.store.read();
    if (poolId === undefined || !Object.hasOwn(pools, poolId)) return plain(404, 'There is nothing here.');
    return json(200, await publicKeys(this.options.store));
  }
}

function throttled(): ServiceError {
  return new ServiceError('TooManyRequestsException', 'Rate exceeded');
}

function plain(statusCode: number, message: string): HttpAnswer {
  return json(statusCode, { message });
}

function json(statusCode: number, content: object): HttpAnswer {
  const body = new TextEncoder().encode(JSON.stringify(content));
  return { statusCode, headers: { 'content-type': 'application/json' }, body };
}

function header(request: IncomingMessage, name: string): string | undefined {
  const value = request.headers[name];
  return Array.isArray(value) ? value[0] : value;
}

function isLoopback(host: string | undefined): boolean {
  return /^(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/i.test(host ?? '');
}

/** The request's text, or nothing where it is larger than any may be; the rest is let pass, so that we can say so. */
async function bodyOf(request: IncomingMessage): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size <= LARGEST_BODY_BYTES) chunks.push(chunk);
    else chunks.length = 0;
  }
  return size > LARGEST_BODY_BYTES ? undefined : Buffer.concat(chunks).toString('utf8');
}

async function listen(server: Server, port: number): Promise<number> {
  try {
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen({ port, host: '127.0.0.1', exclusive: true }, resolve);
    });
  } catch (cause) {
    throw new AdminError('USAGE', `port ${port} cannot be listened on${reason(cause)}`, {
      hint: 'Choose another with --port N; 0 takes any free one',
      cause,
    });
  }
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : port;
}

function reason(cause: unknown): string {
  if (isSystemError(cause, 'EADDRINUSE')) return ': it is taken';
  if (isSystemError(cause, 'EACCES')) return ': it is reserved';
  return '';
}
