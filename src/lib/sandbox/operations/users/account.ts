import { ONE_USER } from '../../engine/parameters.js';
import { structure } from '../../engine/shape.js';
import { userChange } from './user-operation.js';

/**
 * The user can no longer sign in, and all refresh tokens and sessions are revoked. Only who verifies an access token offline
 * still takes it until it expires. SSO sessions end too: a disabled user could not use them.
 */
export const AdminDisableUser = userChange(structure(ONE_USER), (user, { time }) => {
  user.enabled = false;
  user.refreshTokens = {};
  delete user.ssoSessions;
  user.modifiedAt = time;
});

export const AdminEnableUser = userChange(structure(ONE_USER), (user, { time }) => {
  user.enabled = true;
  user.modifiedAt = time;
});

/** Ends every token session. Documented: the cookie of the hosted UI, an SSO session, is not affected. */
export const AdminUserGlobalSignOut = userChange(structure(ONE_USER), (user, { time }) => {
  user.refreshTokens = {};
  user.modifiedAt = time;
});

export const AdminDeleteUser = userChange(structure(ONE_USER), (user, { pool }) => {
  Reflect.deleteProperty(pool.users, user.username);
});
