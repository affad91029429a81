import { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';

import { defined } from '../../model/defined.js';
import { retryStrategy } from '../pacing/retry-strategy.js';
import { serviceSettings } from './client-settings.js';
import { credentialsFor } from './credentials.js';
import type { Endpoint } from './endpoint.js';
import { addAttemptMiddleware, type AttemptMiddleware, captureRawResponse } from './middleware.js';
import { OPERATIONS, type OperationName } from './operations.js';

/** Attempts at one call, the first included. More than the SDK's three: production's sign-ins share the rate limits. */
const ATTEMPTS = 6;

/** The SDK's output and, if it was asked for, the JSON that the service sent. */
export interface Answer {
  readonly output: unknown;
  readonly raw: unknown;
}

/** Calls one operation on a pool. Throws what the SDK throws, untranslated. */
export type Send = (
  operation: OperationName,
  input: object,
  options: { abortSignal: AbortSignal; keepRaw: boolean; attemptMiddleware?: AttemptMiddleware | undefined },
) => Promise<Answer>;

export interface Sender {
  readonly send: Send;
  /** The ID of the access key that calls are signed with. */
  readonly accessKeyId: () => Promise<string>;
}

/** Makes the SDK's client for an endpoint. */
export async function makeSender(endpoint: Endpoint, retryDelay?: number): Promise<Sender> {
  const client = await makeClient(endpoint, retryDelay);
  const send: Send = async (operation, input, { abortSignal, keepRaw, attemptMiddleware }) => {
    const Command = OPERATIONS[operation] as new (input: object) => Parameters<typeof client.send>[0];
    const command = new Command({ UserPoolId: endpoint.poolId, ...input });
    const raw = captureRawResponse(command);
    if (attemptMiddleware !== undefined) addAttemptMiddleware(command, attemptMiddleware);
    const output: unknown = await client.send(command, { abortSignal });
    return { output, raw: keepRaw ? raw() : undefined };
  };
  return { send, accessKeyId: async () => (await client.config.credentials()).accessKeyId };
}

async function makeClient(endpoint: Endpoint, retryDelay: number | undefined): Promise<CognitoIdentityProviderClient> {
  return new CognitoIdentityProviderClient({
    ...(await serviceSettings(endpoint, endpoint.url)),
    maxAttempts: ATTEMPTS,
    retryMode: 'standard',
    customUserAgent: 'sf-admin',
    credentials: await credentialsFor(endpoint),
    ...defined({ retryStrategy: endpoint.pace && retryStrategy(Date.now, retryDelay) }),
    ...(endpoint.requestHandler ? { requestHandler: (await endpoint.requestHandler()) as never } : {}),
  });
}
