import { operation } from '../../engine/operation.js';
import { pageOf, pageStart, pageToken } from '../../engine/page.js';
import { PAGE_SIZE, PAGE_TOKEN, POOL_ID } from '../../engine/parameters.js';
import { poolAnswer, poolDescription } from './pool-answer.js';
import { required, structure } from '../../engine/shape.js';
import { requirePool } from '../../state/user-lookup.js';

const OnePool = structure({ UserPoolId: required(POOL_ID) });

export const DescribeUserPool = operation(OnePool, async ({ store }, input) => {
  const pool = requirePool(await store.read(), input.UserPoolId);
  return { UserPool: poolAnswer(input.UserPoolId, pool) };
});

export const GetUserPoolMfaConfig = operation(OnePool, async ({ store }, input) => {
  const pool = requirePool(await store.read(), input.UserPoolId);
  return { ...pool.mfa, MfaConfiguration: pool.settings.MfaConfiguration ?? 'OFF' };
});

const ListRequest = structure({ MaxResults: required(PAGE_SIZE), NextToken: PAGE_TOKEN });

export const ListUserPools = operation(ListRequest, async ({ store }, input) => {
  const state = await store.read();
  const page = pageOf(Object.keys(state.pools), pageStart(input.NextToken, ['pools']), input.MaxResults);
  const last = page.more ? page.keys.at(-1) : undefined;
  return {
    UserPools: page.keys.map((id) => poolDescription(id, requirePool(state, id))),
    ...(last === undefined ? {} : { NextToken: pageToken(last, ['pools']) }),
  };
});
