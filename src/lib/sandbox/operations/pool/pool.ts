/**
 * operations/pool/ holds the operations on user pools and app clients, with their defaults and validation: pools in this
 * file, create-pool.ts and update-pool.ts, their settings in pool-settings.ts, clients in client.ts and client-settings.ts.
 */
import { defined } from '../../../model/defined.js';
import { SANDBOX_ACCOUNT } from '../../../model/sandbox-ids.js';
import { epochSeconds, operation } from '../../engine/operation.js';
import { PAGE_SIZE, PAGE_TOKEN, sortedPage } from '../../engine/page.js';
import { CLIENT_ID, ONE_POOL } from '../../engine/parameters.js';
import { required, structure } from '../../engine/shape.js';
import { requireClient, requirePool } from '../../state/lookup.js';
import type { PoolState } from '../../state/state.js';
import { assertThreatProtection } from '../users/auth-events.js';

export const DescribeUserPool = operation(structure(ONE_POOL), async ({ store }, input) => {
  const pool = requirePool(await store.read(), input.UserPoolId);
  return { UserPool: poolResponse(input.UserPoolId, pool) };
});

const RiskRequest = structure({ ...ONE_POOL, ClientId: CLIENT_ID });

/** The sandbox has threat protection without any settings of its own: the pool's or a client's defaults. */
export const DescribeRiskConfiguration = operation(RiskRequest, async ({ store }, input) => {
  const { UserPoolId, ClientId } = input;
  const pool = requirePool(await store.read(), UserPoolId);
  if (ClientId !== undefined) requireClient(pool, ClientId);
  assertThreatProtection(UserPoolId, pool);
  return { RiskConfiguration: { UserPoolId, ...defined({ ClientId }) } };
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
    Arn: `arn:aws:cognito-idp:${id.split('_')[0] ?? ''}:${SANDBOX_ACCOUNT}:userpool/${id}`,
    ...pool.settings,
    ...dates(pool),
    SchemaAttributes: pool.schema,
    EstimatedNumberOfUsers: Object.keys(pool.users).length,
  };
}

function dates(pool: PoolState): object {
  return { CreationDate: epochSeconds(pool.createdAt), LastModifiedDate: epochSeconds(pool.modifiedAt) };
}
