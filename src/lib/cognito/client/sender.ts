import {
  CognitoIdentityProviderClient,
  type CognitoIdentityProviderClientConfig,
} from '@aws-sdk/client-cognito-identity-provider';

import { defined } from '../../model/defined.js';
import { retryStrategy, retryThrottledOnly } from '../pacing/retry-strategy.js';
import { ATTEMPTS, serviceSettings } from './client-settings.js';
import { type Credentials, credentialsFor } from './credentials.js';
import type { Endpoint } from './endpoint.js';
import { assertWritable } from './assert-writable.js';
import { checkAnswer } from './check-answer.js';
import { isWrite } from './is-write.js';
import { addCallMiddleware, type CallOptions } from './middleware.js';
import { OPERATIONS, type OperationName } from './operations.js';

/** What each call makes anew: if the answer to an attempt was lost, another attempt would make a second one. */
const NOT_REPEATED = new Set<OperationName>(['AddUserPoolClientSecret', 'CreateUserPool', 'CreateUserPoolClient']);

/** The SDK's output and, if it was asked for, the JSON that the service sent. */
export interface Answer {
  readonly output: unknown;
  readonly raw: unknown;
}

/** Calls one operation; `input` names the pool. Throws what the SDK throws, untranslated. */
export type Send = (
  operation: OperationName,
  input: object,
  options: CallOptions & { keepRaw: boolean },
) => Promise<Answer>;

export interface Sender {
  readonly send: Send;
  /** The credentials that calls are signed with; a role's MFA code is asked for once. */
  readonly credentials: () => Promise<Credentials>;
  /** The ID of their access key. */
  readonly accessKeyId: () => Promise<string>;
  /** Closes the connections that are kept open for later calls. */
  readonly close: () => Promise<void>;
}

/** A client, and what is to be called before each call of it. */
interface OpenClient {
  readonly client: CognitoIdentityProviderClient;
  readonly startCall: ReturnType<typeof addCallMiddleware>;
}

/** Makes the SDK's client for an endpoint. */
export async function makeSender(endpoint: Endpoint, retryDelay?: number): Promise<Sender> {
  const client = await makeClient(endpoint, retryDelay);
  const open = opened(client);
  let careful: Promise<OpenClient> | undefined;
  const send: Send = async (operation, input, { keepRaw, ...options }) => {
    // Here and in no use case, since no request is sent in any other way.
    if (isWrite(operation)) assertWritable(endpoint, operation);
    const isRepeated = !NOT_REPEATED.has(operation);
    const { client: chosen, startCall } = isRepeated ? open : await (careful ??= carefulClient(endpoint, client));
    const Command = OPERATIONS[operation] as new (input: object) => Parameters<typeof client.send>[0];
    const command = new Command(input);
    const raw = startCall(command.input, options);
    // No options of its own: with any, the SDK would sort the middleware anew.
    const output = await chosen.send(command);
    checkAnswer(operation, command.schema as readonly unknown[], { request: input, output });
    return { output, raw: keepRaw ? raw() : undefined };
  };
  const credentials = () => client.config.credentials();
  const close = async () => {
    client.destroy();
    (await careful)?.client.destroy();
  };
  return { send, credentials, accessKeyId: async () => (await credentials()).accessKeyId, close };
}

async function makeClient(endpoint: Endpoint, retryDelay: number | undefined): Promise<CognitoIdentityProviderClient> {
  return clientWith(endpoint, {
    credentials: await credentialsFor(endpoint),
    ...defined({ retryStrategy: endpoint.pace && retryStrategy(Date.now, retryDelay) }),
  });
}

/** A client that repeats an attempt only if it was throttled. It has the credentials of the other one. */
async function carefulClient(
  endpoint: Endpoint,
  { config: { credentials } }: CognitoIdentityProviderClient,
): Promise<OpenClient> {
  return opened(await clientWith(endpoint, { credentials, retryStrategy: await retryThrottledOnly(ATTEMPTS) }));
}

async function clientWith(
  endpoint: Endpoint,
  settings: CognitoIdentityProviderClientConfig,
): Promise<CognitoIdentityProviderClient> {
  const client = new CognitoIdentityProviderClient({
    ...(await serviceSettings(endpoint, endpoint.url)),
    cacheMiddleware: true,
    ...settings,
    ...(endpoint.requestHandler ? { requestHandler: (await endpoint.requestHandler()) as never } : {}),
  });
  // It copies every request and answer for a log that is switched off.
  client.middlewareStack.remove('loggerMiddleware');
  keepSigner(client.config);
  return client;
}

/**
 * Makes the signer once. The SDK copies the whole configuration into a new one for each call, although all calls of a client
 * are signed for the same service and region; the time and the credentials are given to each signature.
 */
function keepSigner(config: CognitoIdentityProviderClient['config']): void {
  const { signer } = config;
  let made: ReturnType<typeof signer> | undefined;
  config.signer = (authScheme) => (made ??= signer(authScheme));
}

function opened(client: CognitoIdentityProviderClient): OpenClient {
  return { client, startCall: addCallMiddleware(client) };
}
