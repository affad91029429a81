import type { DomainDescriptionType } from '@aws-sdk/client-cognito-identity-provider';

import { listClients } from '../../client/list-clients.js';
import { readClient } from '../../client/read-client.js';
import { badResponse } from '../../cognito/errors/bad-response.js';
import type { Directory } from '../../directory.js';
import { AdminError } from '../../errors.js';
import type { AppClient } from '../../model/app-client.js';

/** The complete answers that describe a pool, as the service sent them: with what this SDK does not model. */
export interface LivePool {
  readonly pool: Readonly<Record<string, unknown>>;
  readonly mfa: Readonly<Record<string, unknown>>;
  readonly clients: readonly LiveClient[];
  /** None without a domain, or if its description cannot be read. */
  readonly domain: DomainDescriptionType | undefined;
  /** Why the domain cannot be described, in a sentence. */
  readonly domainProblem?: string;
  readonly region: string;
}

export interface LiveClient {
  readonly client: AppClient;
  /** Settings that this SDK does not model, by their paths. */
  readonly unmodelled: Readonly<Record<string, unknown>>;
  /** Whether it is the context's app client. */
  readonly current: boolean;
}

/**
 * Reads the pool, its MFA settings, each of its app clients and its domain.
 *
 * @throws AdminError POOL_NOT_FOUND; BAD_RESPONSE if an answer lacks what it must have
 */
export async function readLivePool(directory: Directory): Promise<LivePool> {
  const { cognito, endpoint } = directory;
  const described = await cognito.callRaw('DescribeUserPool', {});
  const pool = isRecord(described.raw) ? described.raw.UserPool : undefined;
  if (!isRecord(pool)) {
    throw badResponse(
      `the settings of user pool ${endpoint.poolId} are missing from the response`,
      described.output.$metadata,
    );
  }
  const { raw: mfa } = await cognito.callRaw('GetUserPoolMfaConfig', {});
  const clients: LiveClient[] = [];
  for await (const { clientId, current } of listClients(directory)) {
    clients.push({ ...(await readClient(directory, clientId)), current });
  }
  return {
    pool,
    mfa: isRecord(mfa) ? mfa : {},
    clients,
    region: endpoint.region,
    ...(await readDomain(directory, pool)),
  };
}

async function readDomain(
  { cognito }: Directory,
  { CustomDomain, Domain }: Readonly<Record<string, unknown>>,
): Promise<Pick<LivePool, 'domain' | 'domainProblem'>> {
  const name = CustomDomain ?? Domain;
  if (typeof name !== 'string') return { domain: undefined };
  try {
    const { DomainDescription } = await cognito.call('DescribeUserPoolDomain', { Domain: name });
    return { domain: { ...DomainDescription, Domain: name } };
  } catch (error) {
    // The operation has no pool, so that a policy for the pool's ARN does not allow it.
    if (!(error instanceof AdminError) || !['ACCESS_DENIED', 'UNSUPPORTED_OPERATION'].includes(error.code)) throw error;
    return { domain: { Domain: name }, domainProblem: `domain ${name} cannot be described: ${error.message}` };
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
