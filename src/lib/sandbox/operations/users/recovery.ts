import { invalidParameter, notAuthorized } from '../../engine/service-error.js';
import type { AddressAttribute } from '../../state/outbox-state.js';
import type { PoolState, UserState } from '../../state/state.js';

const ATTRIBUTES: Partial<Record<string, AddressAttribute>> = {
  verified_email: 'email',
  verified_phone_number: 'phone_number',
};

/**
 * The attribute whose address receives the code of a password reset. Documented: the verified one of the highest priority
 * in AccountRecoverySetting, where a number is of no use to a user with SMS as second factor; without that setting, the
 * number before the email.
 *
 * Throws NotAuthorizedException if only an administrator may reset passwords, InvalidParameterException if the user has
 * no verified address.
 */
export function recoveryAttribute(pool: PoolState, user: UserState): AddressAttribute {
  const setting = pool.settings.AccountRecoverySetting?.RecoveryMechanisms ?? [];
  const byPriority = [...setting].sort((one, other) => (one.Priority ?? 0) - (other.Priority ?? 0));
  const names = setting.length > 0 ? byPriority.map(({ Name }) => Name) : ['verified_phone_number', 'verified_email'];
  if (names.includes('admin_only')) throw notAuthorized('Contact administrator to reset password.');
  const hasSms = setting.length > 0 && user.mfa.methods.includes('SMS_MFA');
  const found = names
    .flatMap((name) => ATTRIBUTES[name ?? ''] ?? [])
    .find(
      (attribute) => user.attributes[`${attribute}_verified`] === 'true' && !(attribute === 'phone_number' && hasSms),
    );
  if (found !== undefined) return found;
  throw invalidParameter('Cannot reset password for the user as there is no registered/verified email or phone_number');
}
