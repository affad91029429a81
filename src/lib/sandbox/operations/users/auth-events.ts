import { authEventAnswer, recordsEvents } from '../../sign-in/auth-event.js';
import { operation } from '../../engine/operation.js';
import { pageStart, pageToken } from '../../engine/page.js';
import { LARGEST_PAGE, ONE_USER, PAGE_TOKEN, QUERY_LIMIT } from '../../engine/parameters.js';
import { ServiceError } from '../../engine/service-error.js';
import { structure } from '../../engine/shape.js';
import { requirePool, requireUser } from '../../state/user-lookup.js';

const Request = structure({ ...ONE_USER, MaxResults: QUERY_LIMIT, NextToken: PAGE_TOKEN });

/** The newest first. Refused where the pool has no threat protection, whatever was recorded before. */
export const AdminListUserAuthEvents = operation(Request, async ({ store }, input) => {
  const pool = requirePool(await store.read(), input.UserPoolId);
  if (!recordsEvents(pool)) {
    throw new ServiceError(
      'UserPoolAddOnNotEnabledException',
      `User pool add-ons are not enabled for user pool ${input.UserPoolId}.`,
    );
  }
  const user = requireUser(pool, input.Username);
  const request = ['events', input.UserPoolId, user.username];
  const after = pageStart(input.NextToken, request);
  // Documented: 0 is 60.
  const limit = input.MaxResults === undefined || input.MaxResults === 0 ? LARGEST_PAGE : input.MaxResults;

  const events = [...(user.authEvents ?? [])].reverse();
  const found = events.findIndex(({ id }) => id === after);
  // An event that is no longer kept was older than all that are, so nothing comes after it.
  const start = after === undefined ? 0 : found < 0 ? events.length : found + 1;
  const page = events.slice(start, start + limit);
  const last = start + limit < events.length ? page.at(-1) : undefined;
  return {
    AuthEvents: page.map(authEventAnswer),
    ...(last === undefined ? {} : { NextToken: pageToken(last.id, request) }),
  };
});
