import { operation } from '../../engine/operation.js';
import { METADATA, ONE_USER, PASSWORD } from '../../engine/parameters.js';
import { invalidParameter, notAuthorized } from '../../engine/service-error.js';
import { boolean, required, structure } from '../../engine/shape.js';
import { endChallenges } from '../../sign-in/challenges.js';
import { newPassword, setPassword } from '../../sign-in/new-password.js';
import { requirePool, requireUser } from '../../state/lookup.js';
import type { PoolState, UserState } from '../../state/state.js';
import { userChange } from './user-operation.js';

const SetRequest = structure({ ...ONE_USER, Password: required(PASSWORD), Permanent: boolean });

/** On a federated user this works and makes them a native user: Cognito warns against it, but allows it. */
export const AdminSetUserPassword = operation(SetRequest, async ({ store, now }, input) => {
  // Hashed before the update, so that the store is not locked during the hashing.
  const password = await newPassword(input.Password);
  return store.update(async (state) => {
    const pool = requirePool(state, input.UserPoolId);
    const user = requireUser(pool, input.Username);
    await setPassword({ poolId: input.UserPoolId, pool }, user, password);
    user.modifiedAt = now().getTime();
    if (input.Permanent === true) {
      user.status = 'CONFIRMED';
      delete user.temporarySince;
    } else {
      user.status = 'FORCE_CHANGE_PASSWORD';
      user.temporarySince = now().getTime();
    }
    return {};
  });
});

export const AdminResetUserPassword = userChange(structure({ ...ONE_USER, ...METADATA }), (user, { pool, time }) => {
  checkResettable(pool, user);
  user.status = 'RESET_REQUIRED';
  user.modifiedAt = time;
  delete user.password;
  endChallenges(user);
});

/** A reset sends a code, so it needs a verified address and a pool with self-service recovery. */
function checkResettable(pool: PoolState, user: UserState): void {
  if (!user.enabled) throw notAuthorized('User is disabled.');
  if (user.status === 'FORCE_CHANGE_PASSWORD' || user.status === 'EXTERNAL_PROVIDER') {
    throw notAuthorized('User password cannot be reset in the current state.');
  }
  const recovery = pool.settings.AccountRecoverySetting?.RecoveryMechanisms ?? [];
  const mechanisms =
    recovery.length > 0 ? recovery.map(({ Name }) => Name) : ['verified_email', 'verified_phone_number'];
  if (mechanisms.includes('admin_only')) throw notAuthorized('Contact administrator to reset password.');
  const hasAddress =
    (mechanisms.includes('verified_email') && user.attributes.email_verified === 'true') ||
    (mechanisms.includes('verified_phone_number') && user.attributes.phone_number_verified === 'true');
  if (hasAddress) return;
  throw invalidParameter('Cannot reset password for the user as there is no registered/verified email or phone_number');
}
