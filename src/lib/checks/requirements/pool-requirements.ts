import { commandLine, type Directory } from '../../directory.js';
import type { UserPool } from '../../model/user-pool.js';
import { reading, type Reading } from './reading.js';
import { type Demand, met, metIf, notChecked, notMet, type Requirement } from './requirement.js';
import type { Surroundings } from './trigger-requirements.js';

/** What the pool itself has to be: there, in the right account, with a domain and an app client that uses codes. */
export async function poolRequirements(surroundings: Surroundings): Promise<Requirement[]> {
  return [
    isThere(surroundings),
    await accountOfCaller(surroundings),
    await hostedDomain(surroundings),
    await codeGrant(surroundings.directory),
  ];
}

function isThere({ directory, pool }: Surroundings): Requirement {
  const { poolId, region } = directory.endpoint;
  const demand: Demand = {
    id: 'POOL_ACTIVE',
    requirement: `user pool ${poolId} is active in ${region}`,
    fix: `Check the pool ID, the region and the credentials: ${commandLine(directory, 'whoami')}`,
  };
  if ('unread' in pool) return notChecked(demand, pool.unread);
  if (pool.value === undefined) return notMet(demand, 'there is no such user pool for these credentials');
  // A pool that is described is active: its status is no longer in the API.
  const foundIn = pool.value.Arn?.split(':')[3];
  if (foundIn === undefined)
    return notChecked(demand, { reason: 'the answer has no ARN of the pool', permission: null });
  return metIf(foundIn === region, demand, `it answers in ${foundIn}`);
}

async function accountOfCaller({ directory, pool }: Surroundings): Promise<Requirement> {
  const { endpoint, cognito } = directory;
  const { account: expected } = endpoint;
  const demand: Demand = {
    id: 'ACCOUNT',
    requirement: `the pool and the credentials are in account ${expected ?? 'of the context'}`,
    fix: 'Use credentials of the expected account (--profile NAME), or another context.',
  };
  if (expected === undefined) {
    return notChecked(demand, { reason: 'the context names no account', permission: null });
  }
  if (endpoint.credentials.kind === 'sandbox') {
    return notChecked(demand, { reason: 'the sandbox is in no account', permission: null });
  }
  const { callerIdentity } = await import('../../cognito/client/caller-identity.js');
  const caller = await reading('sts:GetCallerIdentity', () =>
    callerIdentity(endpoint, async () => cognito.credentials()),
  );
  if ('unread' in caller) return notChecked(demand, caller.unread);
  if ('unread' in pool) return notChecked(demand, pool.unread);
  const found = [caller.value?.account, pool.value?.Arn?.split(':')[4]];
  if (found.some((account) => account === undefined || account === '')) {
    return notChecked(demand, { reason: 'the answers name no account', permission: null });
  }
  const wrong = found.find((account) => account !== expected);
  return metIf(wrong === undefined, demand, `account ${wrong ?? expected}`);
}

async function hostedDomain({ directory, platform, pool }: Surroundings): Promise<Requirement> {
  const { poolId } = directory.endpoint;
  const { domain: expected } = platform;
  const demand: Demand = {
    id: 'HOSTED_UI_DOMAIN',
    requirement: `the hosted UI has ${expected === undefined ? 'a domain' : `the domain ${expected}`}`,
    fix: 'Declare the domain in a file: sf-admin pool apply FILE. To replace a domain, use the AWS console.',
  };
  if ('unread' in pool) return notChecked(demand, pool.unread);
  const names = domainsOf(pool.value);
  const Domain = expected === undefined ? names[0] : names.find((name) => name === expected);
  if (Domain === undefined) {
    return notMet(demand, names.length === 0 ? 'the pool has no domain' : `the pool has ${names.join(' and ')}`);
  }
  const found = await reading('DescribeUserPoolDomain', () =>
    directory.cognito.call('DescribeUserPoolDomain', { Domain }),
  );
  if ('unread' in found) return notChecked(demand, found.unread);
  const { UserPoolId, Status } = found.value?.DomainDescription ?? {};
  if (UserPoolId === undefined) return notMet(demand, `Cognito knows no domain ${Domain}`);
  if (UserPoolId !== poolId) return notMet(demand, `${Domain} belongs to user pool ${UserPoolId}`);
  if (Status === undefined) {
    return notChecked(demand, { reason: `Cognito did not say whether ${Domain} is active`, permission: null });
  }
  return metIf(Status === 'ACTIVE', demand, `${Domain} is ${Status}`);
}

function domainsOf(pool: UserPool | undefined): string[] {
  return [pool?.Domain, pool?.CustomDomain].flatMap((name) => name ?? []).filter((name) => name !== '');
}

async function codeGrant(directory: Directory): Promise<Requirement> {
  const { clientId: ClientId } = directory.context;
  const demand: Demand = {
    id: 'CLIENT_CODE_GRANT',
    requirement: 'the app client uses the authorization code grant',
    fix: `Turn it on: ${commandLine(directory, 'client set --oauth-flows code')}`,
  };
  if (ClientId === undefined) {
    return notChecked(demand, { reason: 'the context names no app client', permission: null });
  }
  const found: Reading<{
    UserPoolClient?: { AllowedOAuthFlows?: string[]; AllowedOAuthFlowsUserPoolClient?: boolean };
  }> = await reading('DescribeUserPoolClient', () => directory.cognito.call('DescribeUserPoolClient', { ClientId }));
  if ('unread' in found) return notChecked(demand, found.unread);
  const { AllowedOAuthFlows: flows = [], AllowedOAuthFlowsUserPoolClient: isOn } = found.value?.UserPoolClient ?? {};
  if (isOn !== true) return notMet(demand, 'OAuth flows are off');
  if (!flows.includes('code')) return notMet(demand, `its flows are: ${flows.join(', ') || 'none'}`);
  return met(demand, `app client ${ClientId} does; whether it uses PKCE cannot be seen through the API`);
}
