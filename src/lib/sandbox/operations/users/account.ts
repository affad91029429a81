import { operation } from '../../engine/operation.js';
import type { Operation } from '../../engine/operation.js';
import { ONE_USER } from '../../engine/parameters.js';
import { structure } from '../../engine/shape.js';
import type { PoolState, UserState } from '../../state/state.js';
import { requirePool, requireUser } from '../../state/user-lookup.js';

/**
 * Signing in stops at once, and refresh tokens are revoked, their sessions with them. An access token lives on until it
 * expires. An SSO session ends too: it would be of no use to a user who may not sign in.
 */
export const AdminDisableUser = onOneUser((user) => {
  user.enabled = false;
  user.refreshTokens = {};
  delete user.ssoSessions;
});

export const AdminEnableUser = onOneUser((user) => {
  user.enabled = true;
});

/** Ends every token session. Documented: the cookie of managed login, an SSO session, stays. */
export const AdminUserGlobalSignOut = onOneUser((user) => {
  user.refreshTokens = {};
});

export const AdminDeleteUser = onOneUser((user, pool) => {
  Reflect.deleteProperty(pool.users, user.username);
});

function onOneUser(change: (user: UserState, pool: PoolState) => void): Operation {
  return operation(structure(ONE_USER), ({ store, now }, input) =>
    store.update((state) => {
      const pool = requirePool(state, input.UserPoolId);
      const user = requireUser(pool, input.Username);
      change(user, pool);
      user.modifiedAt = now().getTime();
      return {};
    }),
  );
}
