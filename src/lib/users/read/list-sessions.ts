import type { Cognito } from '../../cognito/client/cognito.js';
import { pages } from '../../cognito/client/pages.js';
import type { Directory } from '../../directory.js';
import { type Session, sessionFromSdk } from '../../model/session.js';
import { findUser } from './find-user.js';

/** The open sessions of a user. @throws AdminError as `findUser` and `openSessions` do */
export async function* listSessions(directory: Directory, input: { user: string }): AsyncGenerator<Session> {
  const user = await findUser(directory, input.user);
  yield* openSessions(directory.cognito, user.username);
}

/**
 * A user's open sessions, both token sessions and those of the hosted UI, in the service's order
 * (AdminListUserSessions).
 *
 * @param username the canonical user name
 * @throws AdminError UNSUPPORTED_OPERATION if the pool or the endpoint does not have it
 */
export function openSessions(cognito: Cognito, username: string): AsyncGenerator<Session> {
  return pages(async (NextToken) => {
    const page = await cognito.call('AdminListUserSessions', { Username: username, NextToken });
    return { items: (page.Sessions ?? []).map(sessionFromSdk), nextToken: page.NextToken };
  });
}
