import type { Cognito } from '../../cognito/client/cognito.js';
import { PAGE_SIZE, pages } from '../../cognito/client/pages.js';
import type { Directory } from '../../directory.js';
import { type SignInEvent, signInEventFromSdk } from '../../model/sign-in-event.js';
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
