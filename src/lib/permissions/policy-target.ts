import { platformOf } from '../config/platform.js';
import type { Directory } from '../directory.js';
import type { PolicyTarget } from './permission.js';

/**
 * Where the resources of a policy are: in the account of the context, or else in the one that the credentials belong to,
 * which STS says without a permission.
 *
 * @throws AdminError those of `callerIdentity`
 */
export async function policyTarget({ context, endpoint }: Directory): Promise<PolicyTarget> {
  const { region, poolId } = endpoint;
  return {
    region,
    poolId,
    platform: platformOf(context),
    account: endpoint.account ?? (await callersAccount(endpoint)),
  };
}

async function callersAccount(endpoint: Directory['endpoint']): Promise<string> {
  const { callerIdentity } = await import('../cognito/client/caller-identity.js');
  return (await callerIdentity(endpoint)).account;
}
