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
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true';
  const { STSClient, GetCallerIdentityCommand } = await import('@aws-sdk/client-sts');
  const deadline = AbortSignal.timeout(endpoint.timeoutMs);
  try {
    const client = new STSClient({ region: endpoint.region, credentials: await credentialsFor(endpoint) });
    const answer = await client.send(new GetCallerIdentityCommand({}), {
      abortSignal: AbortSignal.any([endpoint.interrupt, deadline]),
    });
    return { account: answer.Account ?? '', arn: answer.Arn ?? '' };
  } catch (error) {
    throw translateError(error, {
      endpoint,
      address: `sts.${endpoint.region}.amazonaws.com`,
      operation: 'GetCallerIdentity',
      input: {},
      timedOut: deadline.aborted,
    });
  }
}
