import { parseFilter } from './list-filter.js';
import { operation } from '../../engine/operation.js';
import { pageOf, pageStart, pageToken } from '../../engine/page.js';
import {
  ATTRIBUTE_NAME,
  LARGEST_PAGE,
  ONE_USER,
  PAGE_TOKEN,
  POOL_ID,
  QUERY_LIMIT,
} from '../../engine/parameters.js';
import { invalidParameter } from '../../engine/service-error.js';
import { list, required, string, structure } from '../../engine/shape.js';
import type { PoolState, UserState } from '../../state/state.js';
import { userAnswer, userDetailAnswer } from './user-answer.js';
import { requirePool, requireUser } from '../../state/user-lookup.js';

/**
 * A filter that no index serves is applied to a stretch of the pool at a time, so that its pages may be short, or
 * empty, and still have a token: a caller that stops at the first of those is wrong, and learns it here.
 */
const UNINDEXED_STRETCH = 100;

export const AdminGetUser = operation(structure(ONE_USER), async ({ store }, input) => {
  const pool = requirePool(await store.read(), input.UserPoolId);
  return userDetailAnswer(requireUser(pool, input.Username));
});

const ListUsersRequest = structure({
  UserPoolId: required(POOL_ID),
  AttributesToGet: list(ATTRIBUTE_NAME),
  Limit: QUERY_LIMIT,
  PaginationToken: PAGE_TOKEN,
  Filter: string({ max: 256 }),
});

export const ListUsers = operation(ListUsersRequest, async ({ store }, input) => {
  const pool = requirePool(await store.read(), input.UserPoolId);
  const filter = parseFilter(input.Filter ?? '', pool);
  const request = [input.UserPoolId, input.Filter ?? '', input.AttributesToGet ?? null];
  const start = pageStart(input.PaginationToken, request);
  // Limit 0 is allowed by the API model, and is no limit of its own.
  const limit = input.Limit === undefined || input.Limit === 0 ? LARGEST_PAGE : input.Limit;

  const usernames = Object.keys(pool.users);
  const chosen = filter.indexed
    ? pageOf(
        usernames.filter((name) => filter.matches(userOf(pool, name))),
        start,
        limit,
      )
    : pageOf(usernames, start, UNINDEXED_STRETCH);
  const found = chosen.keys.filter((name) => filter.indexed || filter.matches(userOf(pool, name)));
  const page = found.slice(0, limit);
  const last = page.length < found.length ? page.at(-1) : chosen.more ? chosen.keys.at(-1) : undefined;
  return {
    Users: page.map((name) => answer(userOf(pool, name), input.AttributesToGet)),
    ...(last === undefined ? {} : { PaginationToken: pageToken(last, request) }),
  };
});

/** A user without one of the attributes asked for fails the whole call, as the service does. */
function answer(user: UserState, attributes: readonly string[] | undefined): object {
  if (attributes?.some((name) => !Object.hasOwn(user.attributes, name))) {
    throw invalidParameter('One or more requested attributes do not exist.');
  }
  return userAnswer(user, attributes);
}

function userOf(pool: PoolState, username: string): UserState {
  return requireUser(pool, username);
}
