import type { Cognito } from '../../cognito/client/cognito.js';
import { PAGE_SIZE, pages } from '../../cognito/client/pages.js';
import type { Directory } from '../../directory.js';
import { type SignInEvent, signInEventFromSdk } from '../../model/sign-in-event.js';
import type { UserPool } from '../../model/user-pool.js';
import { findUser } from './find-user.js';

/** The latest sign-in events of a user, newest first. @throws AdminError as `findUser` and `latestEvents` do */
export async function* listEvents(
  directory: Directory,
  { user, limit }: { user: string; limit: number },
): AsyncGenerator<SignInEvent> {
  const { username } = await findUser(directory, user);
  yield* latestEvents(directory.cognito, username, limit);
}

/**
 * The latest sign-in events of a user in the service's order, newest first (AdminListUserAuthEvents).
 *
 * @param username the canonical user name
 * @param limit the most events to read
 * @throws AdminError UNSUPPORTED_OPERATION if the pool's tier does not record them
 */
export async function* latestEvents(
  cognito: Cognito,
  username: string,
  limit: number,
): AsyncGenerator<SignInEvent, void, undefined> {
  let count = 0;
  const events = pages(async (NextToken) => {
    const page = await cognito.call('AdminListUserAuthEvents', {
      Username: username,
      MaxResults: Math.min(PAGE_SIZE, limit - count),
      NextToken,
    });
    return { items: page.AuthEvents ?? [], nextToken: page.NextToken };
  });
  for await (const event of events) {
    yield signInEventFromSdk(event);
    count += 1;
    if (count >= limit) return;
  }
}

/** Why a pool has no sign-in events: `users check`, `users stale` and `access review` say it. */
export const NO_SIGN_INS_RECORDED = 'the user pool records sign-ins only with threat protection, which is off';

/**
 * Only threat protection records sign-ins, in either of its modes (API reference, AdminListUserAuthEvents). What is
 * documented of it is about users with a password in the pool, so that federated users may have no events.
 */
export function recordsSignIns(pool: UserPool): boolean {
  return (pool.UserPoolAddOns?.AdvancedSecurityMode ?? 'OFF') !== 'OFF';
}

/** A sign-in that succeeded. */
export function isSignIn({ type, result }: SignInEvent): boolean {
  return type === 'SignIn' && result === 'Pass';
}

/** What the events of a user say about the time since another. */
export interface EventsSince {
  /** The latest event since then that was looked for. Later ones were not, and earlier ones are not read. */
  readonly found: SignInEvent | undefined;
  /** The latest event since then of those that were not looked for. */
  readonly other: SignInEvent | undefined;
  /** The latest event before; `undefined` if there is none, or if one was found. */
  readonly before: SignInEvent | undefined;
}

/**
 * Reads the events of a user since a time, newest first, until one is found.
 *
 * @param username the canonical user name
 * @param since in milliseconds since 1970; an event without a time counts as later
 * @throws AdminError as `latestEvents` does
 */
export async function eventsSince(
  cognito: Cognito,
  username: string,
  since: number,
  isSought: (event: SignInEvent) => boolean,
): Promise<EventsSince> {
  let other: SignInEvent | undefined;
  for await (const event of latestEvents(cognito, username, Infinity)) {
    if (event.at !== null && Date.parse(event.at) < since) return { found: undefined, other, before: event };
    if (isSought(event)) return { found: event, other, before: undefined };
    other ??= event;
  }
  return { found: undefined, other, before: undefined };
}
