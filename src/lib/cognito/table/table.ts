/*
 * table/: the table of DynamoDB in which a team keeps its history and its locks. This file says which table it is and
 * what can be done with it; `send-to-table.ts` makes the SDK's client, which the first call loads; `lease.ts` is a lock
 * in it.
 */
import type {
  AttributeValue,
  PutItemCommandInput,
  QueryCommandInput,
  UpdateItemCommandInput,
} from '@aws-sdk/client-dynamodb';

import type { Team } from '../../config/context.js';
import { AdminError } from '../../errors.js';
import type { Cognito } from '../client/cognito.js';
import { type Endpoint, isAtAws } from '../client/endpoint.js';
import type { SendToTable } from './send-to-table.js';

/** The attributes of an item, as DynamoDB has them. */
export type Item = Readonly<Record<string, AttributeValue>>;

/** Items of a query, and where the next page begins if there is one. */
export interface Page {
  readonly items: readonly Item[];
  readonly next?: Item;
}

/** A table of DynamoDB. Each call is retried as the SDK's standard mode does, until the endpoint's time limit. */
export interface Table {
  readonly name: string;
  readonly region: string;
  /**
   * Writes an item unless there is one of its key.
   *
   * @returns whether it was written; false also if an earlier attempt wrote it, whose answer was lost
   * @throws AdminError as a call to Cognito does
   */
  readonly putNew: (input: Omit<PutItemCommandInput, 'TableName'>) => Promise<boolean>;
  /**
   * Changes an item, which is made if there is none of its key, if its condition is met.
   *
   * @returns what the input's ReturnValues asks for; `undefined` if the condition is not met, which may also be since
   *   an earlier attempt, whose answer was lost, has changed the item
   * @throws AdminError as a call to Cognito does
   */
  readonly update: (input: Omit<UpdateItemCommandInput, 'TableName'>) => Promise<Item | undefined>;
  /**
   * The items of a query, one page. Writes that were confirmed before it are seen, but not in an index. @throws
   * AdminError
   */
  readonly query: (input: Omit<QueryCommandInput, 'TableName'>) => Promise<Page>;
  /** Closes the connections. */
  readonly close: () => Promise<void>;
}

/** The table of a team, in the region and account of the user pool. Nothing is loaded or sent until it is used. */
export function openTable(endpoint: Endpoint, { table: name }: Team, cognito: Pick<Cognito, 'credentials'>): Table {
  let sending: Promise<SendToTable> | undefined;
  const open = () =>
    (sending ??= import('./send-to-table.js').then(({ sendToTable }) =>
      sendToTable(endpoint, tableUrl(endpoint, name), () => cognito.credentials()),
    ));
  /** The answer to a conditional write; `undefined` if its condition is not met. */
  const unlessRefused = async <T>(write: (send: SendToTable['send']) => Promise<T>): Promise<T | undefined> => {
    const { send } = await open();
    try {
      return await write(send);
    } catch (error) {
      if (isCalled(error, 'ConditionalCheckFailedException')) return undefined;
      throw isCalled(error, 'ResourceNotFoundException') ? noTable(name, endpoint.region, error) : error;
    }
  };
  return {
    name,
    region: endpoint.region,
    putNew: async (input) =>
      (await unlessRefused((send) => send('PutItem', { ...input, TableName: name }))) !== undefined,
    update: async (input) => {
      const answer = await unlessRefused((send) => send('UpdateItem', { ...input, TableName: name }));
      return answer && (answer.Attributes ?? {});
    },
    async query(input) {
      const { send } = await open();
      try {
        const { Items = [], LastEvaluatedKey: next } = await send('Query', {
          ...input,
          TableName: name,
          // An index that can be added to a table later has no consistent reads.
          ConsistentRead: input.IndexName === undefined,
        });
        return next === undefined ? { items: Items } : { items: Items, next };
      } catch (error) {
        throw isCalled(error, 'ResourceNotFoundException') ? noTable(name, endpoint.region, error) : error;
      }
    },
    close: async () => (await sending)?.close(),
  };
}

/**
 * The address of DynamoDB that AWS's configuration names; by default AWS's own. Credentials for another endpoint than
 * AWS's must not be sent there.
 *
 * @throws AdminError USAGE
 */
function tableUrl(endpoint: Endpoint, name: string): string | undefined {
  const url = endpoint.aws?.serviceUrls?.dynamodb;
  if (url !== undefined || isAtAws(endpoint)) return url;
  throw new AdminError(
    'USAGE',
    `table ${name} is at AWS, but the user pool is at ${endpoint.url ?? 'another endpoint'}`,
    {
      hint: 'Name the address of DynamoDB as well: AWS_ENDPOINT_URL_DYNAMODB',
    },
  );
}

function noTable(name: string, region: string, cause: unknown): AdminError {
  return new AdminError('HISTORY_UNREADABLE', `there is no table ${name} in region ${region} of this account`, {
    hint:
      'Check team in the contexts file, and the account: sf-admin whoami\n' +
      'If the team has no table yet, make it: sf-admin history init --create',
    cause,
  });
}

/** Whether the service sent an error of a name. */
function isCalled(error: unknown, name: string): boolean {
  return error instanceof AdminError && error.cause instanceof Error && error.cause.name === name;
}
