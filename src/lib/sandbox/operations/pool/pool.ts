/**
 * operations/pool/ holds the operations on user pools and app clients, with their defaults and validation: pools in this
 * file, create-pool.ts and update-pool.ts, their settings in pool-settings.ts, clients in client.ts and client-settings.ts.
 */
import { defined } from '../../../model/defined.js';
import { SANDBOX_ACCOUNT } from '../../../model/sandbox-ids.js';
import { epochSeconds, operation } from '../../engine/operation.js';
import { PAGE_SIZE, PAGE_TOKEN, sortedPage } from '../../engine/page.js';
import { ONE_POOL } from '../../engine/parameters.js';
import { invalidParameter } from '../../engine/service-error.js';
import { required, structure } from '../../engine/shape.js';
import { assertNoImport, requirePool } from '../../state/lookup.js';
import type { PoolState } from '../../state/state.js';

export const DescribeUserPool = operation(structure(ONE_POOL), async ({ store }, input) => {
  const pool = requirePool(await store.read(), input.UserPoolId);
  return { UserPool: poolResponse(input.UserPoolId, pool) };
});

/**
 * Deletes a pool with its users, clients and everything else. Documented: not while deletion protection is on, and not
 * while the pool has a domain; the messages were observed.
 */
export const DeleteUserPool = operation(structure(ONE_POOL), async ({ store }, { UserPoolId }) => {
  const files = await store.update((state) => {
    const pool = requirePool(state, UserPoolId);
    assertNoImport(pool);
    if (pool.settings.DeletionProtection === 'ACTIVE') {
      throw invalidParameter(
        'The user pool cannot be deleted because deletion protection is activated. Deletion protection must be inactivated first.',
      );
    }
    if (pool.settings.Domain !== undefined || pool.settings.CustomDomain !== undefined) {
      throw invalidParameter('User pool cannot be deleted. It has a domain configured that should be deleted first.');
    }
    Reflect.deleteProperty(state.pools, UserPoolId);
    return Object.values(pool.importJobs ?? {}).flatMap(({ upload }) => (upload ? [upload.file] : []));
  });
  for (const file of files) await store.uploads.remove(file);
  return {};
});

const ListRequest = structure({ MaxResults: required(PAGE_SIZE), NextToken: PAGE_TOKEN });

export const ListUserPools = operation(ListRequest, async ({ store }, input) => {
  const state = await store.read();
  const { keys, nextToken } = sortedPage(Object.keys(state.pools), ['pools'], input.NextToken, input.MaxResults);
  return {
    UserPools: keys.map((id) => descriptionOf(id, requirePool(state, id))),
    ...defined({ NextToken: nextToken }),
  };
});

/** `UserPoolDescriptionType` */
function descriptionOf(id: string, pool: PoolState): object {
  return { Id: id, Name: pool.settings.Name, LambdaConfig: pool.settings.LambdaConfig ?? {}, ...dates(pool) };
}

/** `UserPoolType`, as DescribeUserPool and CreateUserPool return it. */
export function poolResponse(id: string, pool: PoolState): object {
  return {
    Id: id,
    Arn: poolArn(id, id.split('_')[0] ?? ''),
    ...pool.settings,
    ...dates(pool),
    SchemaAttributes: pool.schema,
    EstimatedNumberOfUsers: Object.keys(pool.users).length,
  };
}

/** The ARN of a pool, or of its replica, in a Region. */
export function poolArn(id: string, region: string): string {
  return `arn:aws:cognito-idp:${region}:${SANDBOX_ACCOUNT}:userpool/${id}`;
}

function dates(pool: PoolState): object {
  return { CreationDate: epochSeconds(pool.createdAt), LastModifiedDate: epochSeconds(pool.modifiedAt) };
}
