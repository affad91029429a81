import { operation } from '../../engine/operation.js';
import { METADATA, ONE_USER, PASSWORD } from '../../engine/parameters.js';
import { notAuthorized } from '../../engine/service-error.js';
import { boolean, required, structure } from '../../engine/shape.js';
import { sendCode } from '../../outbox/codes.js';
import { endChallenges } from '../../sign-in/challenges.js';
import { forgetPassword, newPassword, setPassword } from '../../sign-in/new-password.js';
import { requirePool, requireUser } from '../../state/lookup.js';
import type { UserState } from '../../state/state.js';
import { recoveryAttribute } from './recovery.js';
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

/** Sends a code, with which ConfirmForgotPassword sets the new password. */
export const AdminResetUserPassword = userChange(
  structure({ ...ONE_USER, ...METADATA }),
  (user, { context, pool, time }) => {
    requireResettable(user);
    sendCode(context, pool, user, { purpose: 'password-reset', attribute: recoveryAttribute(pool, user) });
    user.status = 'RESET_REQUIRED';
    user.modifiedAt = time;
    forgetPassword(pool, user);
    endChallenges(user);
  },
);

/** Throws NotAuthorizedException for a user who is disabled, federated, or still has a temporary password. */
export function requireResettable(user: UserState): void {
  if (!user.enabled) throw notAuthorized('User is disabled.');
  if (user.status === 'FORCE_CHANGE_PASSWORD' || user.status === 'EXTERNAL_PROVIDER') {
    throw notAuthorized('User password cannot be reset in the current state.');
  }
}
