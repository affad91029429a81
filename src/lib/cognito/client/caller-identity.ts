import { AdminError } from '../../errors.js';
import { isLoopback } from '../../text/hosts.js';
import { type Credentials, credentialsFor } from './credentials.js';
import { type Endpoint, isAtAws } from './endpoint.js';

/** The AWS identity of the caller. */
export interface CallerIdentity {
  readonly account: string;
  readonly arn: string;
}

/**
 * Asks STS who the endpoint's credentials belong to (GetCallerIdentity, which needs no permission). At an endpoint that is
 * not AWS's, STS is asked there: credentials for it must not be sent to AWS.
 *
 * @param credentials those of a client that is open already, so that an MFA code is not asked for twice
 * @throws AdminError as for any other call: no credentials, expired ones, no network; CANCELLED
 */
export async function callerIdentity(
  endpoint: Endpoint,
  credentials: () => Promise<Credentials> = () => credentialsFor(endpoint),
): Promise<CallerIdentity> {
  const { callService } = await import('../services/call-service.js');
  const url = endpoint.aws?.stsUrl ?? (isAtAws(endpoint) ? undefined : endpoint.url);
  const answer = await callService('sts:GetCallerIdentity', {}, { endpoint, url, credentials });
  return { account: answer.Account ?? '', arn: answer.Arn ?? '' };
}

/**
 * Refuses credentials of another AWS account than the one that the context expects. Without an answer the account is
 * unknown, which is refused too, except if the pool's endpoint is on this machine: a local stand-in for Cognito need not
 * have STS.
 *
 * @param expected twelve digits
 * @param identity asks who the credentials belong to
 * @throws AdminError WRONG_ACCOUNT; those of `callerIdentity`
 */
export async function assertAccount(
  { contextName, url }: Endpoint,
  expected: string,
  identity: () => Promise<CallerIdentity>,
): Promise<void> {
  const isLocal = url !== undefined && isLoopback(new URL(url).hostname);
  const caller = await identity().catch((error: unknown) => {
    if (!(error instanceof AdminError)) throw error;
    if (isLocal && error.code !== 'CANCELLED') return undefined;
    const { code, message, hint, requestId } = error;
    const unchecked = `Nothing was changed: context ${contextName} expects account ${expected}, which could not be checked.`;
    throw new AdminError(code, message, {
      cause: error,
      hint: hint === undefined ? unchecked : `${unchecked}\n${hint}`,
      requestId,
    });
  });
  if (caller === undefined || caller.account === expected) return;
  throw new AdminError('WRONG_ACCOUNT', accountMismatch(expected, caller.account), {
    hint: 'Nothing was changed. Use credentials of the expected account (--profile NAME), or another context.',
  });
}

/** The sentence on credentials of another account than the context's. */
export function accountMismatch(expected: string, found: string): string {
  return `the credentials belong to account ${found}, but the context expects ${expected}`;
}
