import { UNNAMED } from '../../config/resolve-context.js';
import type { ErrorCode } from '../../errors.js';
import { cognitoHost } from '../../text/aws-hosts.js';
import { type Endpoint, namedAddress, poolName } from '../client/endpoint.js';

/** A call that failed. */
export interface FailedCall {
  readonly endpoint: Endpoint;
  /** The host that was called, if it is not the endpoint's. */
  readonly address?: string;
  /** The service that was called. Default: Cognito. */
  readonly service?: string;
  readonly operation: string;
  readonly input: object;
  /** Whether sf-admin's own deadline ended the call. */
  readonly timedOut: boolean;
  /** If the caller knows: whether anything may have been sent before an interrupt. */
  readonly isStarted?: boolean;
}

/** The fields that the SDK sets on an error that the service sent. */
export interface ServiceFailure {
  readonly name: string;
  readonly message: string;
  readonly code?: string;
  /** What could not be reached, if it is known: it may be a proxy, or another service. */
  readonly hostname?: string;
  readonly $metadata?: { readonly requestId?: string; readonly httpStatusCode?: number; readonly attempts?: number };
  readonly $response?: { readonly headers?: Readonly<Record<string, string>> };
  readonly $fault?: 'client' | 'server';
}

/** What an error means to the operator. */
export interface Translation {
  readonly code: ErrorCode;
  readonly message: string;
  readonly hint?: string;
}

export type Translate = (failure: ServiceFailure, call: FailedCall) => Translation;

/** The address that was called, for messages. */
export function addressOf({ address, endpoint }: FailedCall): string {
  if (endpoint.requestHandler !== undefined) return 'the sandbox';
  return address ?? endpoint.url ?? cognitoHost(endpoint.region, endpoint.aws);
}

/** The context by its name, or the pool's ID if no context was named. */
export function contextOf({ contextName, poolId }: Endpoint): string {
  return contextName === UNNAMED ? poolName(poolId) : `context ${contextName}`;
}

/** The profile whose credentials are used, if one is named. */
export function profileOf({ credentials, aws }: Endpoint): string | undefined {
  if (credentials.kind === 'sandbox' || aws?.hasKeys === true) return undefined;
  return credentials.profile ?? aws?.profile;
}

/** A sentence that names the account, region and profile used: a wrong one of them looks like "not found". */
export function connectionUsed(endpoint: Endpoint): string {
  const { region, account } = endpoint;
  const profile = profileOf(endpoint);
  const address = namedAddress(endpoint);
  const chain = endpoint.credentials.kind === 'sandbox' ? "the sandbox's" : "the default chain's";
  const parts = [
    `region ${region}`,
    ...(account === undefined ? [] : [`expected account ${account}`]),
    profile === undefined ? `${chain} credentials` : `profile ${profile}`,
    ...(address === undefined ? [] : [`endpoint ${address}`]),
  ];
  return `Used ${contextOf(endpoint)}: ${parts.join(', ')}.`;
}

/** The user that the call named. */
export function userOf(call: FailedCall): string {
  return inputField(call, 'Username') ?? 'of that name';
}

/** The identity provider that the call named, or that of the identity to link or to unlink. */
export function providerOf(call: FailedCall): string | undefined {
  const { SourceUser, User } = call.input as { SourceUser?: unknown; User?: unknown };
  const identity = SourceUser ?? User;
  const input = typeof identity === 'object' && identity !== null ? identity : call.input;
  return inputField({ ...call, input }, 'ProviderName');
}

/** A parameter of the call, if it is text. */
export function inputField({ input }: FailedCall, name: string): string | undefined {
  const value: unknown = (input as Record<string, unknown>)[name];
  return typeof value === 'string' ? value : undefined;
}

/** The service's message without its full stop, so that it can end one of ours. */
export function reasonOf({ message }: ServiceFailure): string {
  return message.trim().replace(/\.$/, '');
}
