import { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';

import { defined } from '../../model/defined.js';
import { retryStrategy } from '../pacing/retry-strategy.js';
import { serviceSettings } from './client-settings.js';
import { type Credentials, credentialsFor } from './credentials.js';
import type { Endpoint } from './endpoint.js';
import { checkAnswer } from './check-answer.js';
import { addAttemptMiddleware, type AttemptMiddleware, captureRawResponse } from './middleware.js';
import { OPERATIONS, type OperationName } from './operations.js';

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
  /** The credentials that calls are signed with; a role's MFA code is asked for once. */
  readonly credentials: () => Promise<Credentials>;
  /** The ID of their access key. */
  readonly accessKeyId: () => Promise<string>;
}

/** Makes the SDK's client for an endpoint. */
export async function makeSender(endpoint: Endpoint, retryDelay?: number): Promise<Sender> {
  const client = await makeClient(endpoint, retryDelay);
  // It copies every request and answer for a log that is switched off.
  client.middlewareStack.remove('loggerMiddleware');
  const send: Send = async (operation, input, { abortSignal, keepRaw, attemptMiddleware }) => {
    const Command = OPERATIONS[operation] as new (input: object) => Parameters<typeof client.send>[0];
    const request = { UserPoolId: endpoint.poolId, ...input };
    const command = new Command(request);
    const raw = captureRawResponse(command);
    if (attemptMiddleware !== undefined) addAttemptMiddleware(command, attemptMiddleware);
    const output = await client.send(command, { abortSignal });
    checkAnswer(operation, command.schema as readonly unknown[], { request, output });
    return { output, raw: keepRaw ? raw() : undefined };
  };
  const credentials = () => client.config.credentials();
  return { send, credentials, accessKeyId: async () => (await credentials()).accessKeyId };
}

async function makeClient(endpoint: Endpoint, retryDelay: number | undefined): Promise<CognitoIdentityProviderClient> {
  return new CognitoIdentityProviderClient({
    ...(await serviceSettings(endpoint, endpoint.url)),
    credentials: await credentialsFor(endpoint),
    ...defined({ retryStrategy: endpoint.pace && retryStrategy(Date.now, retryDelay) }),
    ...(endpoint.requestHandler ? { requestHandler: (await endpoint.requestHandler()) as never } : {}),
  });
}
