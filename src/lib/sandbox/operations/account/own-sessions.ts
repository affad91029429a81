import { notAuthorized } from '../../engine/service-error.js';
import { structure } from '../../engine/shape.js';
import { listSessions, ONE_SESSION, revokeSession, SESSION_PAGE } from '../users/sessions.js';
import { ONE_TOKEN, tokenChange, tokenReader } from './account-operation.js';

/** The sessions of the user with every client; one of them is that of the access token. */
export const ListUserSessions = tokenReader(
  structure({ ...ONE_TOKEN, ...SESSION_PAGE }),
  ({ pool, user, refreshToken, input, time }) => listSessions(pool, user, input, time, refreshToken.session?.id),
);

/** Documented: not the session of the access token itself. Undocumented: the error for it, and its message. */
export const RevokeUserSession = tokenChange(
  structure({ ...ONE_TOKEN, ...ONE_SESSION }),
  ({ pool, user, refreshToken, input, time }) => {
    if (input.SessionId === refreshToken.session?.id) {
      throw notAuthorized('The session of the access token cannot be revoked.');
    }
    revokeSession(pool, user, input, time);
    return {};
  },
);
