import { createHash } from 'node:crypto';
import { ServiceError } from '../../engine/service-error.js';
import { type Delivery, deliveryTo } from '../../outbox/outbox.js';
import type { ClientInPool } from '../../sign-in/client-access.js';
import type { PoolState } from '../../state/state.js';
import { isEmail, isPhoneNumber } from '../users/attribute-schema.js';

/** Whether the client must not learn which users exist. */
export function hidesUnknownUsers({ client }: ClientInPool): boolean {
  return client.settings.PreventUserExistenceErrors === 'ENABLED';
}

/** As Cognito answers a client that may learn which users exist. */
export function unknownUser(): ServiceError {
  return new ServiceError('UserNotFoundException', 'Username/client id combination not found.');
}

/**
 * Where a code would have gone to a user who does not exist. Documented: the medium follows from the form of the name and
 * the settings of the pool. How Cognito makes up the address is not: here it depends on the name, so that it is the same
 * each time.
 */
export function simulatedDelivery({ settings }: PoolState, name: string): Delivery {
  const mechanisms = settings.AccountRecoverySetting?.RecoveryMechanisms ?? [];
  const [first] = [...mechanisms].sort((one, other) => (one.Priority ?? 0) - (other.Priority ?? 0));
  const isPhone = isPhoneNumber(name) || (!isEmail(name) && first?.Name === 'verified_phone_number');
  if (isEmail(name) || isPhoneNumber(name)) return deliveryTo(isPhone ? 'phone_number' : 'email', name);
  const digest = createHash('sha256').update(name).digest('hex');
  const letters = digest.replaceAll(/\d/g, '');
  if (!isPhone) return deliveryTo('email', `${letters.slice(0, 1)}@${letters.slice(1, 2)}`);
  return deliveryTo('phone_number', `+${digest.replaceAll(/\D/g, '').padEnd(11, '0').slice(0, 11)}`);
}
