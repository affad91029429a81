import { platformOf } from '../config/platform.js';
import type { Directory } from '../directory.js';
import { AdminError } from '../errors.js';
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
    table: context.team?.table,
    account: endpoint.account ?? (await callersAccount(endpoint)),
  };
}

async function callersAccount(endpoint: Directory['endpoint']): Promise<string> {
  const { callerIdentity } = await import('../cognito/client/caller-identity.js');
  try {
    return (await callerIdentity(endpoint)).account;
  } catch (error) {
    if (!(error instanceof AdminError) || error.code === 'CANCELLED') throw error;
    const { code, message, hint, requestId } = error;
    const hints = [
      hint,
      'Or, to print a policy without asking AWS, name the account in a context: sf-admin context add',
    ];
    throw new AdminError(code, message, { cause: error, hint: hints.filter(Boolean).join('\n'), requestId });
  }
}
