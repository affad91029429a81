import { AdminError } from '../../errors.js';
import { type Deadline, startDeadline } from './deadline.js';
import type { Endpoint } from './endpoint.js';
import type { OperationInput, OperationName, OperationOutput } from './operations.js';
import { isWrite } from './is-write.js';
import { makePace, type Pace } from '../pacing/pace.js';
import { safeError, secretsIn } from '../errors/safe-error.js';
import type { Answer, Sender } from './sender.js';
import type { AttemptMiddleware } from './attempt-middleware.js';
import { translateError } from '../errors/translate-error.js';

/** One user pool, as the service offers it. The SDK is loaded by the first call and not before. */
export interface Cognito {
  /**
   * Calls one operation on the pool; `UserPoolId` is added. Retries what AWS's standard mode retries, until the
   * endpoint's time is up.
   *
   * @throws AdminError for every answer that a person can mend: see `translateError`
   */
  call<Name extends OperationName>(
    operation: Name,
    input: OperationInput<Name>,
  ): Promise<OperationOutput<Name>>;

  /** As `call`, and with the answer's JSON as the service sent it, before the SDK dropped what it does not model. */
  callRaw<Name extends OperationName>(
    operation: Name,
    input: OperationInput<Name>,
  ): Promise<{ output: OperationOutput<Name>; raw: unknown }>;

  /** The ID of the access key that calls are signed with, by which CloudTrail knows the caller; none in the sandbox. */
  accessKeyId(): Promise<string | undefined>;
}

/** Makes the client for an endpoint's pool. Nothing is loaded or sent until the first call. */
export function openCognito(endpoint: Endpoint): Cognito {
  let sender: Promise<Sender> | undefined;
  const open = () => (sender ??= import('./sender.js').then(({ makeSender }) => makeSender(endpoint)));
  const pace = endpoint.pace === undefined ? undefined : makePace(endpoint.pace);
  const send = async (operation: OperationName, input: object, keepRaw: boolean): Promise<Answer> => {
    const deadline = startDeadline(endpoint.timeoutMs);
    let begun = false;
    try {
      endpoint.interrupt.throwIfAborted();
      const abortSignal = AbortSignal.any([endpoint.interrupt, deadline.signal]);
      const { send: sendNow } = await open();
      const begin = (): void => {
        begun = true;
        deadline.resume();
      };
      const around = pace && pacedAttempts(pace, operation, { deadline, begin, signal: endpoint.interrupt });
      // Otherwise it may wait for its turn, and be interrupted before anything was sent.
      if (around === undefined) begin();
      return await sendNow(operation, input, { abortSignal, keepRaw, around });
    } catch (error) {
      if (endpoint.interrupt.aborted) {
        throw new AdminError('CANCELLED', 'interrupted', {
          cause: safeError(error, secretsIn(input)),
          ...(isWrite(operation) ? { mayHaveHappened: begun } : {}),
        });
      }
      throw translateError(error, { endpoint, operation, input, timedOut: deadline.signal.aborted });
    } finally {
      deadline.pause();
    }
  };
  return {
    call: async (operation, input) => (await send(operation, input, false)).output as never,
    callRaw: (operation, input) => send(operation, input, true) as never,
    accessKeyId: async () =>
      endpoint.credentials.kind === 'sandbox' ? undefined : (await open()).accessKeyId(),
  };
}

/** Makes each attempt at a call wait for its turn, while the call's own time stands still. */
function pacedAttempts(
  pace: Pace,
  operation: OperationName,
  { deadline, begin, signal }: { deadline: Deadline; begin: () => void; signal: AbortSignal },
): AttemptMiddleware {
  return (attempt) => {
    deadline.pause();
    return pace.attempt(operation, attempt, { signal, begun: begin });
  };
}
