import {
  CognitoIdentityProviderClient,
  CognitoIdentityProviderServiceException,
  type ServiceInputTypes,
  type ServiceOutputTypes,
} from '@aws-sdk/client-cognito-identity-provider';
import { mockClient } from 'aws-sdk-client-mock';
import { OPERATIONS, type OperationName, type OperationOutput } from '../../../src/lib/cognito/client/operations.js';

/** The output of an operation without its metadata. */
export type MockAnswer<Name extends OperationName> = Omit<OperationOutput<Name>, '$metadata'>;

/** An output, an error to throw, or a function from the request to the output. */
export type MockAnswering<Name extends OperationName> =
  MockAnswer<Name> | Error | ((input: Record<string, unknown>) => MockAnswer<Name>);

/** A request as it was passed to the SDK: the operation, and every field that is set. */
export type SentRequest = readonly [operation: string, input: Record<string, unknown>];

export interface CognitoMock {
  /** The answers of an operation, call by call; the last one repeats. */
  readonly answer: <Name extends OperationName>(operation: Name, ...answers: MockAnswering<Name>[]) => void;
  /** The answers of an operation by the writes so far: before the first, after the first, and so on; the last one repeats. */
  readonly answerByWrites: <Name extends OperationName>(operation: Name, ...answers: MockAnswering<Name>[]) => void;
  /** Every request, in order. */
  readonly sent: () => SentRequest[];
  /** The requests that change something, in order. */
  readonly written: () => SentRequest[];
}

/** Operations that change nothing. */
const READS = /^(Admin(Get|List)|Describe|Get|List)/;

/**
 * Replaces the service behind every SDK client, for the tests of the suite that calls this. An operation for which the
 * test gave no answer fails.
 */
export function mockCognito(): CognitoMock {
  let mock: ReturnType<typeof mockClient<ServiceInputTypes, ServiceOutputTypes, unknown>>;
  // In hooks: a suite's body runs when its file is loaded, and other suites' clients must stay as they are.
  before(() => {
    mock = mockClient(CognitoIdentityProviderClient);
  });
  beforeEach(() => {
    mock.reset();
    mock.onAnyCommand().callsFake((input: object) => {
      throw new Error(`the test gives no answer to ${JSON.stringify(input)}`);
    });
  });
  after(() => {
    mock.restore();
  });

  const sent = (): SentRequest[] =>
    mock.calls().map(({ args: [command] }) => {
      const name = command.constructor.name.replace(/Command$/, '');
      return [name, JSON.parse(JSON.stringify(command.input)) as Record<string, unknown>];
    });
  const written = () => sent().filter(([operation]) => !READS.test(operation));
  function answerBy<Name extends OperationName>(
    operation: Name,
    answers: readonly MockAnswering<Name>[],
    turn: (calls: number) => number,
  ) {
    let calls = 0;
    mock.on(OPERATIONS[operation] as never).callsFake(async (input: Record<string, unknown>) => {
      // Before anything is awaited: calls may be in flight together.
      const call = mock.calls().at(-1) as unknown as MockedCall;
      const answering = answers[Math.min(turn(calls), answers.length - 1)];
      calls += 1;
      if (answering instanceof Error) throw answering;
      const answer = typeof answering === 'function' ? answering(input) : answering;
      const output = { $metadata: { requestId: `${operation}-${calls}`, attempts: 1 }, ...answer };
      await throughMiddleware(call, answer);
      return output;
    });
  }
  return {
    answer: (operation, ...answers) => {
      answerBy(operation, answers, (calls) => calls);
    },
    answerByWrites: (operation, ...answers) => {
      answerBy(operation, answers, () => written().length);
    },
    sent,
    written,
  };
}

/** An error as the SDK throws it when the service names one. */
export function serviceError(
  name: string,
  message = `${name}, says the service.`,
  metadata: { attempts?: number; requestId?: string; httpStatusCode?: number } = {},
): Error {
  const $fault = (metadata.httpStatusCode ?? 400) < 500 ? 'client' : 'server';
  const $metadata = { requestId: 'request-of-the-error', attempts: 1, ...metadata };
  return new CognitoIdentityProviderServiceException({ name, $fault, message, $metadata });
}

/** The error of the SDK if no answer came within its own time limit. */
export function lostAnswer(): Error {
  return Object.assign(new Error('The answer did not come.'), { name: 'TimeoutError' });
}

/** Runs the client's own middleware on a response with `body`, as the service would have sent it. */
async function throughMiddleware({ thisValue, args: [command] }: MockedCall, body: unknown): Promise<void> {
  const client = thisValue as CognitoIdentityProviderClient;
  // What a call is asked to keep is found by the parameters of its command.
  const { input } = command as { input: ServiceInputTypes };
  const stack = client.middlewareStack.clone();
  // What is added by the command, and what own middleware is placed after.
  stack.add((next) => next, { step: 'serialize', name: 'endpointV2Middleware' });
  const kept = new Set(['endpointV2Middleware', ...OWN_MIDDLEWARE]);
  for (const entry of stack.identify()) {
    const [name = ''] = /^\w+/.exec(entry) ?? [];
    if (!kept.has(name)) stack.remove(name);
  }
  stack.add((next) => next, { step: 'finalizeRequest', name: 'retryMiddleware' });
  client.config.requestHandler = {
    handle: () => Promise.resolve({ response: { body: JSON.stringify(body) } }),
  } as never;
  await stack.resolve(() => Promise.reject(new Error('not reached')), {})({ input });
}

/** The middleware that `addCallMiddleware` adds. */
const OWN_MIDDLEWARE = ['wrapAttempt', 'sendAndKeepBody'];

interface MockedCall {
  readonly thisValue: unknown;
  readonly args: readonly unknown[];
}
