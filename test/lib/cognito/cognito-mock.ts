import {
  CognitoIdentityProviderClient,
  CognitoIdentityProviderServiceException,
  type ServiceInputTypes,
  type ServiceOutputTypes,
} from '@aws-sdk/client-cognito-identity-provider';
import { mockClient } from 'aws-sdk-client-mock';
import {
  OPERATIONS,
  type OperationName,
  type OperationOutput,
} from '../../../src/lib/cognito/client/operations.js';

/** What an operation answers: the service's output without its metadata. */
export type MockAnswer<Name extends OperationName> = Omit<OperationOutput<Name>, '$metadata'>;

/** An answer, the error that the call ends in, or a function that gives the answer to a request. */
export type MockAnswering<Name extends OperationName> =
  MockAnswer<Name> | Error | ((input: Record<string, unknown>) => MockAnswer<Name>);

/** A request as it was given to the SDK: the operation, and every field that is set. */
export type SentRequest = readonly [operation: string, input: Record<string, unknown>];

export interface CognitoMock {
  /** What an operation answers, call by call; the last answer repeats. */
  readonly answer: <Name extends OperationName>(operation: Name, ...answers: MockAnswering<Name>[]) => void;
  /** What an operation answers as the writes go: at first, after the first write, after the second; the last answer repeats. */
  readonly stands: <Name extends OperationName>(operation: Name, ...answers: MockAnswering<Name>[]) => void;
  /** Every request, in order. */
  readonly sent: () => SentRequest[];
  /** The requests that change something, in order. */
  readonly written: () => SentRequest[];
}

/** Operations that change nothing. */
const READS = /^(Admin(Get|List)|Describe|Get|List)/;

/**
 * Stands in for the service behind every SDK client, for the tests of the suite that calls this. An operation that
 * a test gave no answer for fails, so that nothing is sent without the test having said so.
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
    mock.on(OPERATIONS[operation] as never).callsFake((input: Record<string, unknown>) => {
      const answering = answers[Math.min(turn(calls), answers.length - 1)];
      calls += 1;
      if (answering instanceof Error) throw answering;
      const answer = typeof answering === 'function' ? answering(input) : answering;
      const output = { $metadata: { requestId: `${operation}-${calls}`, attempts: 1 }, ...answer };
      return throughMiddleware(mock.calls().at(-1)?.args[0], output, answer);
    });
  }
  return {
    answer: (operation, ...answers) => {
      answerBy(operation, answers, (calls) => calls);
    },
    stands: (operation, ...answers) => {
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

/** What the SDK throws where no answer came within its own time. */
export function lostAnswer(): Error {
  return Object.assign(new Error('The answer did not come.'), { name: 'TimeoutError' });
}

/** What a command was given to see of its answer: `body` as the service would have sent it. */
async function throughMiddleware(command: unknown, output: object, body: unknown): Promise<unknown> {
  const { middlewareStack } = command as {
    middlewareStack: { resolve(handler: unknown, context: object): Handler };
  };
  const handler: Handler = () => Promise.resolve({ response: { body: JSON.stringify(body) }, output });
  return (await middlewareStack.resolve(handler, {})({})).output;
}

type Handler = (args: object) => Promise<{ response: object; output: unknown }>;
