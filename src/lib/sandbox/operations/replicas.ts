import { operation } from '../engine/operation.js';
import { PAGE_TOKEN, sortedPage } from '../engine/page.js';
import { ONE_POOL } from '../engine/parameters.js';
import { invalidParameter, notFound, ServiceError, unavailableInTier } from '../engine/service-error.js';
import { required, string, stringMap, structure } from '../engine/shape.js';
import { own, requirePool } from '../state/lookup.js';
import type { ReplicaState } from '../state/pool-configuration-state.js';
import type { PoolState } from '../state/state.js';
import { poolArn } from './pool/pool.js';
import { checkTags } from './pool/tags.js';

const REGION = string({ min: 5, max: 32 });

const FORM_OF_REGION = /^[a-z]{2,}(-[a-z]+)+-\d+$/;

/** Of the whole pool, its primary replica included. */
export const ListUserPoolReplicas = operation(
  structure({ ...ONE_POOL, NextToken: PAGE_TOKEN }),
  async ({ store }, { UserPoolId, NextToken }) => {
    const { replicas = {} } = requirePool(await store.read(), UserPoolId);
    const primary = primaryOf(UserPoolId);
    const { keys, nextToken } = sortedPage([primary, ...Object.keys(replicas)], [UserPoolId], NextToken, undefined);
    return {
      UserPoolReplicas: keys.map((region) => replicaResponse(UserPoolId, region, replicas[region]?.status ?? 'ACTIVE')),
      NextToken: nextToken,
    };
  },
);

/**
 * Keeps that the pool has a replica. The sandbox serves one Region only, so the replica answers nothing. What a pool needs is
 * documented ("Multi-Region replication for user pools" in the developer guide): a tier above Lite, a multi-Region key of
 * the customer, and the updated issuer. A new replica is inactive. Its own tags are checked and not kept: nothing lists
 * them.
 */
export const CreateUserPoolReplica = operation(
  structure({ ...ONE_POOL, RegionName: required(REGION), UserPoolTags: stringMap }),
  ({ store }, { UserPoolId, RegionName, UserPoolTags = {} }) =>
    store.update((state) => {
      const pool = requirePool(state, UserPoolId);
      checkTags(UserPoolTags, (message) => new ServiceError('UserPoolTaggingException', message));
      checkReplicable(pool);
      if (!FORM_OF_REGION.test(RegionName)) throw invalidParameter(`${RegionName} is not an AWS Region.`);
      if (RegionName === primaryOf(UserPoolId) || own(pool.replicas ?? {}, RegionName) !== undefined) {
        throw invalidParameter(`The user pool already has a replica in ${RegionName}.`);
      }
      pool.replicas = { ...pool.replicas, [RegionName]: { status: 'INACTIVE' } };
      return { UserPoolReplica: replicaResponse(UserPoolId, RegionName, 'CREATING') };
    }),
);

export const UpdateUserPoolReplica = operation(
  structure({
    ...ONE_POOL,
    RegionName: required(REGION),
    Status: required(string({ oneOf: ['ACTIVE', 'INACTIVE'] })),
  }),
  ({ store }, { UserPoolId, RegionName, Status }) =>
    store.update((state) => {
      const pool = requirePool(state, UserPoolId);
      requireSecondary(pool, UserPoolId, RegionName);
      pool.replicas = { ...pool.replicas, [RegionName]: { status: Status } };
      return { UserPoolReplica: replicaResponse(UserPoolId, RegionName, Status) };
    }),
);

/** Only a replica that is inactive can be deleted (API reference). */
export const DeleteUserPoolReplica = operation(
  structure({ ...ONE_POOL, RegionName: required(REGION) }),
  ({ store }, { UserPoolId, RegionName }) =>
    store.update((state) => {
      const pool = requirePool(state, UserPoolId);
      const { status } = requireSecondary(pool, UserPoolId, RegionName);
      if (status !== 'INACTIVE') throw invalidParameter(`The replica in ${RegionName} is not inactive.`);
      if (pool.replicas) Reflect.deleteProperty(pool.replicas, RegionName);
      return { UserPoolReplica: replicaResponse(UserPoolId, RegionName, 'DELETING') };
    }),
);

/** A pool's ID starts with its primary Region (API reference, example of ListUserPoolReplicas). */
function primaryOf(poolId: string): string {
  return poolId.split('_')[0] ?? '';
}

/** Throws FeatureUnavailableInTierException and InvalidParameterException. The wording is the sandbox's. */
function checkReplicable({ settings }: PoolState): void {
  if (settings.UserPoolTier === 'LITE')
    throw unavailableInTier('A replica needs the Essentials tier of the user pool.');
  const { KeyType, KmsKeyArn = '' } = settings.KeyConfiguration ?? {};
  // The IDs of multi-Region keys start with `mrk-` (developer guide of KMS).
  if (KeyType !== 'CUSTOMER_MANAGED_KEY' || !KmsKeyArn.includes(':key/mrk-')) {
    throw invalidParameter('A replica needs a customer managed multi-Region key of the user pool.');
  }
  if (settings.IssuerConfiguration?.Type !== 'UPDATED') {
    throw invalidParameter('A replica needs the updated issuer of the user pool.');
  }
}

/** Throws ResourceNotFoundException; InvalidParameterException for the primary Region, whose replica cannot change. */
function requireSecondary(pool: PoolState, poolId: string, region: string): ReplicaState {
  if (region === primaryOf(poolId)) throw invalidParameter(`${region} is the primary Region of the user pool.`);
  const replica = own(pool.replicas ?? {}, region);
  if (replica === undefined) throw notFound(`User pool ${poolId} has no replica in ${region}.`);
  return replica;
}

function replicaResponse(poolId: string, region: string, status: ReplicaState['status'] | 'CREATING' | 'DELETING') {
  return {
    RegionName: region,
    Role: region === primaryOf(poolId) ? 'PRIMARY' : 'SECONDARY',
    Status: status,
    UserPoolArn: poolArn(poolId, region),
  };
}
