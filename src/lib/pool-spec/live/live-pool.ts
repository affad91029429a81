import type { DomainDescriptionType } from '@aws-sdk/client-cognito-identity-provider';

import { type ListedClient, readClients } from '../../client/read-clients.js';
import { badResponse } from '../../cognito/errors/bad-response.js';
import type { Directory } from '../../directory.js';
import { AdminError } from '../../errors.js';

/** The complete answers that describe a pool, as the service sent them: with what this SDK does not model. */
export interface LivePool {
  readonly pool: Readonly<Record<string, unknown>>;
  readonly mfa: Readonly<Record<string, unknown>>;
  readonly clients: readonly ListedClient[];
  /** None without a domain, or if its description cannot be read. */
  readonly domain: DomainDescriptionType | undefined;
  /** The style sheet of the hosted UI, which only a pool with a domain has. */
  readonly hostedUiCss?: string | undefined;
  /** What of the pool could not be read, each in a sentence without a full stop. */
  readonly problems?: readonly string[];
  readonly region: string;
}

export interface ReadOptions {
  /** The domain to read if the pool has it beside another one; by default the custom one. */
  readonly domain?: string | undefined;
}

/**
 * Reads the pool, its MFA settings, each of its app clients and its domain.
 *
 * @throws AdminError POOL_NOT_FOUND; BAD_RESPONSE if an answer lacks what it must have
 */
export async function readLivePool(directory: Directory, { domain: wanted }: ReadOptions = {}): Promise<LivePool> {
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
  const clients: ListedClient[] = [];
  for await (const client of readClients(directory)) clients.push(client);
  const domainName = wanted !== undefined && pool.Domain === wanted ? wanted : (pool.CustomDomain ?? pool.Domain);
  const problems: string[] = [];
  const ofDomain = typeof domainName === 'string' ? await readDomain(directory, domainName, problems) : {};
  return {
    pool,
    mfa: isRecord(mfa) ? mfa : {},
    clients,
    domain: undefined,
    ...ofDomain,
    problems,
    region: endpoint.region,
  };
}

/** The domain, and what it shows. A setting that may not be read is missing, and named in `problems`. */
async function readDomain(
  { cognito }: Directory,
  name: string,
  problems: string[],
): Promise<Pick<LivePool, 'domain' | 'hostedUiCss'>> {
  const unlessRefused = async <T>(what: string, read: () => Promise<T>): Promise<T | undefined> => {
    try {
      return await read();
    } catch (error) {
      if (!(error instanceof AdminError) || !['ACCESS_DENIED', 'UNSUPPORTED_OPERATION'].includes(error.code)) {
        throw error;
      }
      problems.push(`${what}: ${error.message}`);
      return undefined;
    }
  };
  // The operation has no pool, so that a policy for the pool's ARN does not allow it.
  const described = await unlessRefused(`domain ${name} cannot be described`, () =>
    cognito.call('DescribeUserPoolDomain', { Domain: name }),
  );
  const style = await unlessRefused('the style sheet of the hosted UI cannot be read', () =>
    cognito.call('GetUICustomization', {}),
  );
  return {
    domain: { ...described?.DomainDescription, Domain: name },
    hostedUiCss: style?.UICustomization?.CSS,
  };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
