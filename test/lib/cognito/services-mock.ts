import { mockClient } from 'aws-sdk-client-mock';

import {
  SERVICE_OPERATIONS,
  type ServiceInput,
  type ServiceOperation,
  type ServiceOutput,
} from '../../../src/lib/cognito/services/operations.js';

/** The output of an operation without its metadata, an error to throw, or a function from the request to either. */
export type ServiceAnswer<Name extends ServiceOperation> =
  | Omit<ServiceOutput<Name>, '$metadata'>
  | Error
  | ((input: ServiceInput<Name>) => Omit<ServiceOutput<Name>, '$metadata'> | Error);

/** An answer of each operation that is asked. The types are those of the SDK's clients. */
export type ServiceAnswers = { readonly [Name in ServiceOperation]?: ServiceAnswer<Name> };

type Mock = ReturnType<typeof mockClient>;

/**
 * Replaces every service but Cognito behind the SDK's clients, for the tests of the suite that calls this. An operation
 * for which the test gave no answer fails.
 */
export function mockServices(): {
  readonly answer: (answers: ServiceAnswers) => void;
  /** The operations that were called, each once, sorted. */
  readonly asked: () => string[];
} {
  const asked = new Set<string>();
  const mocks = new Map<unknown, Mock>();
  const commands = new Map<string, { mock: Mock; Command: unknown }>();
  before(async () => {
    for (const [name, load] of Object.entries(SERVICE_OPERATIONS)) {
      const { Client, Command } = await load();
      const mock = mocks.get(Client) ?? mockClient(Client as never);
      mocks.set(Client, mock);
      commands.set(name, { mock, Command });
    }
  });
  beforeEach(() => {
    asked.clear();
    for (const mock of mocks.values()) {
      mock.reset();
      mock.onAnyCommand().callsFake((input: object) => {
        throw new Error(`the test gives no answer to ${JSON.stringify(input)}`);
      });
    }
  });
  after(() => {
    for (const mock of mocks.values()) mock.restore();
  });
  return {
    asked: () => [...asked].sort(),
    answer: (answers) => {
      for (const [name, answering] of Object.entries(answers)) {
        const { mock, Command } = commands.get(name)!;
        mock.on(Command as never).callsFake((input: object) => {
          asked.add(name);
          const answer = typeof answering === 'function' ? (answering as (asked: object) => object)(input) : answering;
          if (answer instanceof Error) throw answer;
          return { $metadata: {}, ...answer };
        });
      }
    },
  };
}

/** An error as the SDK throws it for one of a service. */
export function errorOf(name: string, message = `${name}, says the service.`): Error {
  return Object.assign(new Error(message), { name, $fault: 'client', $metadata: { httpStatusCode: 400, attempts: 1 } });
}
