import type { SandboxEngine } from './engine.js';
import { answerRequest } from './http-answer.js';
import type { HttpAnswer } from './http-answer.js';

/** As much of the SDK's HttpRequest as the sandbox looks at. */
export interface SignedRequest {
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

/**
 * The in-process door: the SDK's request handler, in the place of the one that opens connections.
 * `new CognitoIdentityProviderClient({ region, credentials, requestHandler: new SandboxRequestHandler(engine) })`
 */
export class SandboxRequestHandler {
  readonly metadata = { handlerProtocol: 'http/1.1' };

  constructor(private readonly engine: SandboxEngine) {}

  /** Errors of the service are answers, as over a wire. Throws the store's AdminError where the state cannot be had. */
  async handle(
    request: SignedRequest,
    { abortSignal }: { abortSignal?: { readonly aborted: boolean } } = {},
  ): Promise<{ response: HttpAnswer }> {
    if (abortSignal?.aborted) throw Object.assign(new Error('Request aborted'), { name: 'AbortError' });
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

function header(request: SignedRequest, name: string): string | undefined {
  return Object.entries(request.headers).find(([key]) => key.toLowerCase() === name)?.[1];
}

/** The SDK serialises JSON to a string; bytes are accepted for whoever wraps the request. */
function textOf(body: unknown): string {
  if (body === undefined || body === null) return '';
  if (typeof body === 'string') return body;
  if (body instanceof Uint8Array) return new TextDecoder().decode(body);
  throw new TypeError('the sandbox takes request bodies of text or bytes');
}
