import { defined } from '../../model/defined.js';
import { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';

import { credentialsFor } from './credentials.js';
import type { Endpoint } from './endpoint.js';
import { OPERATIONS, type OperationName } from './operations.js';
import { retryStrategy } from '../pacing/retry-strategy.js';
import { captureRawResponse } from './raw-response.js';
import { type AttemptMiddleware, addAttemptMiddleware } from './attempt-middleware.js';

/** Attempts at one call, the first included. More than the SDK's three: throttling is shared with production sign-ins. */
const ATTEMPTS = 6;
/** Milliseconds to open a connection, and for one answer. A trigger may take 5 s before Cognito fails the call. */
const CONNECTION_TIMEOUT = 3_000;
const REQUEST_TIMEOUT = 10_000;

/** What came back: the SDK's output and, where it was asked for, the JSON that the service sent. */
export interface Answer {
  readonly output: unknown;
  readonly raw: unknown;
}

/** Sends one operation to a pool. Throws whatever the SDK throws, untranslated. */
export type Send = (
  operation: OperationName,
  input: object,
  options: { abortSignal: AbortSignal; keepRaw: boolean; around?: AttemptMiddleware | undefined },
) => Promise<Answer>;

export interface Sender {
  readonly send: Send;
  /** The ID of the access key that calls are signed with. */
  readonly accessKeyId: () => Promise<string>;
}

/** Makes the SDK's client for an endpoint, and what sends with it. */
export async function makeSender(endpoint: Endpoint): Promise<Sender> {
  const client = await makeClient(endpoint);
  const send: Send = async (operation, input, { abortSignal, keepRaw, around }) => {
    const Command = OPERATIONS[operation] as new (input: object) => Parameters<typeof client.send>[0];
    const command = new Command({ UserPoolId: endpoint.poolId, ...input });
    const raw = keepRaw ? captureRawResponse(command) : undefined;
    if (around !== undefined) addAttemptMiddleware(command, around);
    const output: unknown = await client.send(command, { abortSignal });
    return { output, raw: raw?.() };
  };
  return { send, accessKeyId: async () => (await client.config.credentials()).accessKeyId };
}

async function makeClient(endpoint: Endpoint): Promise<CognitoIdentityProviderClient> {
  // The SDK would print five lines about Node 20 on every call. README says which Node versions are supported.
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true';
  return new CognitoIdentityProviderClient({
    region: endpoint.region,
    maxAttempts: ATTEMPTS,
    retryMode: 'standard',
    ...(endpoint.pace === undefined ? {} : { retryStrategy: retryStrategy() }),
    customUserAgent: 'sf-admin',
    credentials: await credentialsFor(endpoint),
    ...defined({ endpoint: endpoint.url }),
    requestHandler: endpoint.requestHandler
      ? ((await endpoint.requestHandler()) as never)
      : {
          connectionTimeout: CONNECTION_TIMEOUT,
          requestTimeout: REQUEST_TIMEOUT,
          throwOnRequestTimeout: true,
        },
  });
}
