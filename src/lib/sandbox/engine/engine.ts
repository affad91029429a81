/**
 * engine/ is the protocol of the sandbox: it validates a request, runs the operation and turns the result into an HTTP
 * response. What each operation does is in operations/; operations/operations.ts lists them all, and a new one is added
 * there. How requests reach the engine is in doors/.
 */
import { OPERATIONS } from '../operations/operations.js';
import type { Route } from '../hosted-ui/routes.js';
import type { WebRequest } from '../hosted-ui/web-request.js';
import type { TokenRule } from '../sign-in/token-rules.js';
import type { SandboxStore } from '../state/store.js';
import { type HttpResponse, textResponse, type TransferRequest } from './http.js';
import { IN_PROCESS_LIMITS, type Limits } from './limits.js';
import type { Issuer, OperationContext } from './operation.js';
import { ServiceError } from './service-error.js';
import { UserRate } from './user-rate.js';

/** RFC 2606 reserves `.invalid`: a request that does not go through the in-process door reaches no server. */
const IN_PROCESS_ORIGIN = 'https://sandbox.invalid';

export interface EngineOptions {
  readonly now?: () => Date;
  /** Where the engine is served; the default is for use in process. */
  readonly origin?: string;
  /** Default: `aws`. */
  readonly issuer?: Issuer;
  /** Default: those for use in process. */
  readonly limits?: Limits;
  /** Default: none. */
  readonly tokenRules?: readonly TokenRule[] | undefined;
}

/** A small Cognito user pools service: the operations that sf-admin calls, with the service's own semantics. */
export class SandboxEngine {
  readonly #context: OperationContext;
  readonly #userRate: UserRate;

  constructor(store: SandboxStore, options: EngineOptions = {}) {
    const { now = () => new Date(), origin = IN_PROCESS_ORIGIN, issuer = 'aws', limits = IN_PROCESS_LIMITS } = options;
    this.#userRate = new UserRate(() => now().getTime());
    this.#context = { store, now, origin, issuer, limits, tokenRules: options.tokenRules ?? [] };
  }

  /** The names of all operations of the sandbox. */
  static readonly operations: readonly string[] = Object.keys(OPERATIONS);

  /**
   * Runs one operation. `input` is the parsed request body; the result is the response body, with times in epoch
   * seconds. Throws ServiceError as the service would, UnknownOperationException for an operation that the sandbox does
   * not model, and the store's AdminError if the state cannot be read or written.
   */
  async handle(operation: string, input: unknown): Promise<object> {
    const load = Object.hasOwn(OPERATIONS, operation) ? OPERATIONS[operation] : undefined;
    if (!load) {
      const name = operation === '' ? '(none named)' : operation;
      throw new ServiceError('UnknownOperationException', `The sandbox does not model the operation ${name}.`);
    }
    if (this.#context.limits.userRate && !this.#userRate.admits(operation, input)) {
      throw new ServiceError('TooManyRequestsException', 'Rate exceeded');
    }
    const run = await load();
    return run(this.#context, input);
  }

  /**
   * Accepts the file of an import job, or returns a job's log: with Cognito, S3 and CloudWatch do this. A refusal is a
   * response. Throws the store's AdminError if the state cannot be read or written.
   */
  async transfer(request: TransferRequest): Promise<HttpResponse> {
    const { handleTransfer } = await import('../imports/import-transfer.js');
    return handleTransfer(this.#context, request);
  }

  /** The public keys that exist already: in process, a request that only reads leaves nothing behind. */
  async publicKeys(): Promise<HttpResponse> {
    const { existingKeys } = await import('../sign-in/tokens.js');
    return textResponse(200, 'application/json', JSON.stringify(await existingKeys(this.#context.store)));
  }

  /** Answers a request for a page of the hosted UI or an OAuth endpoint. A refusal is a response. Throws as `transfer` does. */
  async web(route: Route, request: WebRequest): Promise<HttpResponse> {
    const { handleWeb } = await import('../hosted-ui/hosted-ui.js');
    return handleWeb(this.#context, route, request);
  }
}
