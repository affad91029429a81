import { serviceSettings } from './client-settings.js';
import { credentialsFor } from './credentials.js';
import type { Endpoint } from './endpoint.js';
import { translateError } from '../errors/translate-error.js';

/** The AWS identity of the caller. */
export interface CallerIdentity {
  readonly account: string;
  readonly arn: string;
}

/**
 * Asks AWS who the endpoint's credentials belong to (STS GetCallerIdentity, which needs no permission).
 *
 * @throws AdminError as for any other call: no credentials, expired ones, no network; CANCELLED
 */
export async function callerIdentity(endpoint: Endpoint): Promise<CallerIdentity> {
  const { STSClient, GetCallerIdentityCommand } = await import('@aws-sdk/client-sts');
  const deadline = AbortSignal.timeout(endpoint.timeoutMs);
  let address = endpoint.aws?.stsUrl ?? 'STS';
  try {
    const client = new STSClient({
      ...(await serviceSettings(endpoint, endpoint.aws?.stsUrl)),
      credentials: await credentialsFor(endpoint),
    });
    const command = new GetCallerIdentityCommand({});
    command.middlewareStack.add(
      (next) => (args) => {
        address = (args.request as { hostname: string }).hostname;
        return next(args);
      },
      { step: 'finalizeRequest', name: 'noteAddress' },
    );
    const answer = await client.send(command, { abortSignal: AbortSignal.any([endpoint.interrupt, deadline]) });
    return { account: answer.Account ?? '', arn: answer.Arn ?? '' };
  } catch (error) {
    const timedOut = deadline.aborted;
    throw translateError(error, { endpoint, address, operation: 'GetCallerIdentity', input: {}, timedOut });
  }
}
