import type { Directory } from '../../directory.js';
import type { Session } from '../../model/session.js';
import { findUser } from './find-user.js';
import { openSessions } from './open-sessions.js';

/** The open sessions of a user. @throws AdminError as `findUser` and `openSessions` do */
export async function* listSessions(
  directory: Directory,
  input: { user: string },
): AsyncGenerator<Session, void, undefined> {
  const user = await findUser(directory, input.user);
  yield* openSessions(directory.cognito, user.username);
}
