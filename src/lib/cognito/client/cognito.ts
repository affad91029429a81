/**
 * The client: calls Cognito's operations on one user pool. This folder is the only place where an SDK client is made;
 * `sender.ts` makes it, `operations.ts` lists the operations, and `pages.ts` reads paged lists.
 */
import { translateError } from '../errors/translate-error.js';
import { makePace, type Pace } from '../pacing/pace.js';
import type { Clock } from '../pacing/rate-limiter.js';
import type { SigningCredentials } from './credentials.js';
import type { AttemptMiddleware } from './middleware.js';
import { type Deadline, startDeadline } from './deadline.js';
import { type Endpoint, NEW_POOL } from './endpoint.js';
import type { OperationInput, OperationName, OperationOutput } from './operations.js';
import type { Answer, Sender } from './sender.js';

/** One user pool, as the service offers it. The SDK is loaded by the first call. */
export interface Cognito {
  /**
   * Calls one operation on the pool; `UserPoolId` is added. Retries what AWS's standard mode retries, until the
   * endpoint's time limit.
   *
   * @throws AdminError for every expected error: see `translateError`
   */
  call<Name extends OperationName>(operation: Name, input: OperationInput<Name>): Promise<OperationOutput<Name>>;

  /** Like `call`, but also returns the answer's JSON with the fields that the SDK does not model. */
  callRaw<Name extends OperationName>(
    operation: Name,
    input: OperationInput<Name>,
  ): Promise<{ output: OperationOutput<Name>; raw: unknown }>;

  /**
   * The credentials that calls are signed with. An MFA code is asked for once.
   *
   * @throws AdminError NO_CREDENTIALS, EXPIRED_CREDENTIALS and the like, as for a call
   */
  credentials(): Promise<SigningCredentials>;

  /** The ID of the access key that calls are signed with, which CloudTrail records; none in the sandbox. */
  accessKeyId(): Promise<string | undefined>;

  /**
   * Refuses credentials of another AWS account than the context expects. Asked once.
   *
   * @throws AdminError as `assertAccount` does
   */
  assertAccount(): Promise<void>;

  /** How fast a command of many calls makes them; other commands have none. */
  readonly pace?: Omit<Pace, 'attempt'> | undefined;

  /** The same client for another pool of the same account, region and endpoint. */
  onPool(poolId: string): Cognito;

  /** Closes the connections, those of the clients for other pools too. */
  close(): Promise<void>;
}

/** How a paced client waits. Tests replace it, so as not to wait. */
export interface Timing {
  readonly clock?: Clock;
  /** Milliseconds before the second attempt at a call that failed. */
  readonly retryDelay?: number;
}

/** Makes the client for an endpoint's pool. Nothing is loaded or sent until the first call. */
export function openCognito(endpoint: Endpoint, { clock, retryDelay }: Timing = {}): Cognito {
  let sender: Promise<Sender> | undefined;
  const open = () => (sender ??= import('./sender.js').then(({ makeSender }) => makeSender(endpoint, retryDelay)));
  const pace = endpoint.pace === undefined ? undefined : makePace(endpoint.pace, clock);
  // One listener for all calls: AbortSignal.any takes longer than anything else that is done for one.
  const inProgress = new Set<Deadline>();
  const abortAll = () => {
    for (const deadline of inProgress) deadline.abort();
  };
  endpoint.interrupt.addEventListener('abort', abortAll, { once: true });
  const call = async (pool: Endpoint, operation: OperationName, input: object, keepRaw: boolean): Promise<Answer> => {
    const deadline = startDeadline(endpoint.timeoutMs);
    inProgress.add(deadline);
    let isStarted = false;
    try {
      endpoint.interrupt.throwIfAborted();
      const { send } = await open();
      const onStart = (): void => {
        isStarted = true;
        deadline.resume();
      };
      // The time limit is paused while an attempt waits for the rate limiter.
      const attemptMiddleware: AttemptMiddleware | undefined =
        pace &&
        ((attempt) => {
          deadline.pause();
          return pace.attempt(operation, attempt, { signal: endpoint.interrupt, onStart });
        });
      // A paced call starts later: it may be interrupted while it waits, before anything was sent.
      if (attemptMiddleware === undefined) onStart();
      const request = pool.poolId === NEW_POOL ? input : { UserPoolId: pool.poolId, ...input };
      return await send(operation, request, { abortSignal: deadline.signal, keepRaw, attemptMiddleware });
    } catch (error) {
      throw translateError(error, { endpoint: pool, operation, input, timedOut: deadline.isOver(), isStarted });
    } finally {
      inProgress.delete(deadline);
      deadline.end();
    }
  };
  let account: Promise<void> | undefined;
  const checkAccount = async () => {
    // The sandbox has no account, and must not be asked with real credentials.
    const { account: expected } = endpoint;
    if (expected === undefined || endpoint.credentials.kind === 'sandbox') return;
    const { assertAccount, callerIdentity } = await import('./caller-identity.js');
    await assertAccount(endpoint, expected, () => callerIdentity(endpoint, async () => (await open()).credentials()));
  };
  const on = (pool: Endpoint): Cognito => ({
    call: async (operation, input) => (await call(pool, operation, input, false)).output as never,
    callRaw: (operation, input) => call(pool, operation, input, true) as never,
    credentials: async () => {
      try {
        return (await (await open()).credentials()) as SigningCredentials;
      } catch (error) {
        throw translateError(error, { endpoint, operation: 'GetCallerIdentity', input: {}, timedOut: false });
      }
    },
    accessKeyId: async () => (endpoint.credentials.kind === 'sandbox' ? undefined : (await open()).accessKeyId()),
    pace,
    assertAccount: () => (account ??= checkAccount()),
    onPool: (poolId) => on({ ...endpoint, poolId }),
    close: async () => (await sender)?.close(),
  });
  return on(endpoint);
}
