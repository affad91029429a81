import type {
  PutItemCommandInput,
  PutItemCommandOutput,
  QueryCommandInput,
  QueryCommandOutput,
  UpdateItemCommandInput,
  UpdateItemCommandOutput,
} from '@aws-sdk/client-dynamodb';

import { assertWritable } from '../client/assert-writable.js';
import { serviceSettings } from '../client/client-settings.js';
import type { SigningCredentials } from '../client/credentials.js';
import type { Endpoint } from '../client/endpoint.js';
import { addCallMiddleware } from '../client/middleware.js';
import { translateError } from '../errors/translate-error.js';
import { DynamoDBClient, PutItemCommand, QueryCommand, UpdateItemCommand } from './dynamodb.js';

interface Calls {
  readonly PutItem: [PutItemCommandInput, PutItemCommandOutput];
  readonly Query: [QueryCommandInput, QueryCommandOutput];
  readonly UpdateItem: [UpdateItemCommandInput, UpdateItemCommandOutput];
}

const COMMANDS = { PutItem: PutItemCommand, Query: QueryCommand, UpdateItem: UpdateItemCommand };

/** Calls of one client, which keeps its connections for later ones. */
export interface SendToTable {
  /** @throws AdminError as a call to Cognito does, whose `cause` is the error of the SDK */
  readonly send: <Name extends keyof Calls>(operation: Name, input: Calls[Name][0]) => Promise<Calls[Name][1]>;
  readonly close: () => void;
}

/**
 * Makes a client of DynamoDB with the connections, retries and time limit of an endpoint. @param url default: AWS's
 * address
 */
export async function sendToTable(
  endpoint: Endpoint,
  url: string | undefined,
  credentials: () => Promise<SigningCredentials>,
): Promise<SendToTable> {
  const client = new DynamoDBClient({
    ...(await serviceSettings(endpoint, url)),
    credentials,
    cacheMiddleware: true,
    // Addresses with the account's ID would need the account, and permissions for two hosts.
    accountIdEndpointMode: 'disabled',
  });
  const startCall = addCallMiddleware(client);
  return {
    async send(operation, input) {
      if (operation !== 'Query') assertWritable(endpoint, `dynamodb:${operation}`);
      const deadline = AbortSignal.timeout(endpoint.timeoutMs);
      const Command = COMMANDS[operation] as new (input: object) => Parameters<typeof client.send>[0];
      try {
        const command = new Command(input);
        // Not ended by an interrupt: the record of a change that was made is completed all the same.
        startCall(command.input, { abortSignal: deadline });
        return (await client.send(command)) as never;
      } catch (error) {
        const address = url ?? `dynamodb.${endpoint.region}.amazonaws.com`;
        const call = { endpoint: { ...endpoint, interrupt: NEVER }, address, service: 'DynamoDB', operation, input };
        throw translateError(error, { ...call, timedOut: deadline.aborted });
      }
    },
    close: () => {
      client.destroy();
    },
  };
}

const NEVER = new AbortController().signal;
