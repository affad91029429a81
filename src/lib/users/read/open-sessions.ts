import type { Cognito } from '../../cognito/client/cognito.js';
import { pages } from '../../cognito/client/pages.js';
import { type Session, sessionFromSdk } from '../../model/session.js';

/**
 * The sessions of a user that are open, token sessions and those of the hosted pages, in the service's order
 * (AdminListUserSessions).
 *
 * @param username the canonical user name
 * @throws AdminError UNSUPPORTED_OPERATION where the pool or the endpoint does not have it
 */
export function openSessions(cognito: Cognito, username: string): AsyncGenerator<Session> {
  return pages(async (NextToken) => {
    const page = await cognito.call('AdminListUserSessions', { Username: username, NextToken });
    return { items: (page.Sessions ?? []).map(sessionFromSdk), nextToken: page.NextToken };
  });
}
