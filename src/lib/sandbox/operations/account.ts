import { operation } from '../operation.js';
import type { Operation } from '../operation.js';
import { ONE_USER } from '../parameters.js';
import { structure } from '../shape.js';
import type { PoolState, UserState } from '../state.js';
import { requirePool, requireUser } from '../user-lookup.js';

/** Signing in stops at once, and refresh tokens are revoked. An access token lives on until it expires. */
export const AdminDisableUser = onOneUser((user) => {
  user.enabled = false;
  user.refreshTokens = {};
});

export const AdminEnableUser = onOneUser((user) => {
  user.enabled = true;
});

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
