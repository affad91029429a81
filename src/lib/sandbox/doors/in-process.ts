import type { SandboxEngine } from '../engine/engine.js';
import { answerRequest } from '../engine/http-answer.js';
import type { HttpAnswer } from '../engine/http-answer.js';
import { isTransfer } from '../engine/transfer-request.js';
import type { TransferRequest } from '../engine/transfer-request.js';

/** As much of the SDK's HttpRequest as the sandbox looks at. */
export interface SignedRequest {
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: unknown;
  /** Left out where it is `POST`. */
  readonly method?: string;
  /** Left out where it is `/`, which every operation of the API goes to. */
  readonly path?: string;
  readonly query?: Readonly<Record<string, string | readonly string[] | null>>;
}

/** As much of an AbortSignal as the sandbox looks at. */
interface Abortable {
  readonly aborted: boolean;
}

/**
 * The in-process door: the SDK's request handler, in the place of the one that opens connections.
 * `new CognitoIdentityProviderClient({ region, credentials, requestHandler: new SandboxRequestHandler(engine) })`
 */
export class SandboxRequestHandler {
  readonly metadata = { handlerProtocol: 'http/1.1' };

  constructor(private readonly engine: SandboxEngine) {}

  /**
   * Answers an operation, or what its path under `/import-jobs/` asks for. Errors of the service are answers, as over a
   * wire. Throws the store's AdminError where the state cannot be had.
   */
  async handle(
    request: SignedRequest,
    { abortSignal }: { abortSignal?: Abortable } = {},
  ): Promise<{ response: HttpAnswer }> {
    checkGoesOn(abortSignal);
    if (isTransfer(request.path ?? '/'))
      return { response: await this.engine.transfer(transferOf(request, abortSignal)) };
    return {
      response: await answerRequest(this.engine, header(request, 'x-amz-target'), textOf(request.body)),
    };
  }

  /** Nothing is held open. */
  destroy(): void {
    return;
  }

  /** There is nothing to configure; the SDK asks all the same. */
  updateHttpClientConfig(): void {
    return;
  }

  httpHandlerConfigs(): Record<string, never> {
    return {};
  }
}

function checkGoesOn(abortSignal: Abortable | undefined): void {
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
    checkGoesOn(abortSignal);
    yield chunk instanceof Uint8Array ? chunk : new TextEncoder().encode(textOf(chunk));
  }
}

function isStream(body: unknown): body is AsyncIterable<unknown> {
  return typeof body === 'object' && body !== null && Symbol.asyncIterator in body;
}

/** The SDK serialises JSON to a string; bytes are accepted for whoever wraps the request. */
function textOf(body: unknown): string {
  if (body === undefined || body === null) return '';
  if (typeof body === 'string') return body;
  if (body instanceof Uint8Array) return new TextDecoder().decode(body);
  throw new TypeError('the sandbox takes request bodies of text or bytes');
}
