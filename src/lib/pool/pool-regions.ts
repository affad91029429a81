import type { UserPoolReplicaType } from '@aws-sdk/client-cognito-identity-provider';
import { pages } from '../cognito/client/pages.js';
import { regionOfPool } from '../config/fields/region.js';
import type { Directory } from '../directory.js';
import { AdminError, type ErrorCode } from '../errors.js';

/** The Regions of a user pool. A pool without replicas has its primary Region only. */
export interface PoolRegions {
  /** The one that takes changes. */
  readonly primary: string;
  /** Replicas that only read and sign users in, in the order of the service; `undefined` if they cannot be read. */
  readonly secondaries: readonly SecondaryReplica[] | undefined;
  /** Why they cannot be read. */
  readonly problem?: string;
}

export interface SecondaryReplica {
  readonly region: string;
  /** `CREATING`, `ACTIVE`, `INACTIVE` (takes no requests of users) or `DELETING`. */
  readonly status: string;
  readonly arn: string | null;
}

/**
 * The Regions of the user pool, from ListUserPoolReplicas, read once for each directory.
 *
 * A missing permission is no error, since an IAM policy may be older than the operation, and neither is an endpoint or a pool
 * that does not have it: the primary Region is known from the pool's ID.
 *
 * @throws AdminError POOL_NOT_FOUND; as every call does
 */
export function poolRegions(directory: Directory): Promise<PoolRegions> {
  return directory.once(newReader)(directory);
}

function newReader(): (directory: Directory) => Promise<PoolRegions> {
  let regions: Promise<PoolRegions> | undefined;
  return (directory) => (regions ??= readRegions(directory));
}

async function readRegions({ endpoint, cognito }: Directory): Promise<PoolRegions> {
  const { poolId, region } = endpoint;
  const primaryOfId = regionOfPool(poolId) ?? region;
  const replicas: UserPoolReplicaType[] = [];
  try {
    const page = async (NextToken: string | undefined) => {
      const answer = await cognito.call('ListUserPoolReplicas', { NextToken });
      return { items: answer.UserPoolReplicas, nextToken: answer.NextToken, metadata: answer.$metadata };
    };
    for await (const replica of pages(page)) replicas.push(replica);
  } catch (error) {
    if (!(error instanceof AdminError) || !UNAVAILABLE.has(error.code)) throw error;
    return { primary: primaryOfId, secondaries: undefined, problem: error.message };
  }
  const isPrimary = ({ Role }: UserPoolReplicaType) => Role === 'PRIMARY';
  return {
    primary: replicas.find(isPrimary)?.RegionName ?? primaryOfId,
    secondaries: replicas
      .filter((replica) => !isPrimary(replica))
      .map(({ RegionName = 'unknown', Status = 'unknown', UserPoolArn = null }) => ({
        region: RegionName,
        status: Status,
        arn: UserPoolArn,
      })),
  };
}

const UNAVAILABLE = new Set<ErrorCode>(['ACCESS_DENIED', 'UNSUPPORTED_OPERATION']);

/** A replica in a sentence or a cell: `eu-west-1 (ACTIVE)`. */
export function replicaText({ region, status }: SecondaryReplica): string {
  return `${region} (${status})`;
}
