import { AdminError } from '../../errors.js';
import { type UserDetail, userLabel } from '../../model/user.js';

/**
 * Refuses what would give a federated user a password: setting one turns the user into a native one (API reference,
 * AdminSetUserPassword).
 *
 * @throws AdminError FEDERATED_USER
 */
export function refuseFederated(user: UserDetail): void {
  if (user.status !== 'EXTERNAL_PROVIDER') return;
  throw new AdminError(
    'FEDERATED_USER',
    `${userLabel(user)} signs in through an identity provider and has no password here`,
    {
      hint: 'Reset it at the provider. A password here would cut the user off from it.',
    },
  );
}
