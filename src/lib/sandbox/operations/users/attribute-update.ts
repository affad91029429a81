import { checkAttributes, checkRequired } from './attribute-schema.js';
import { ServiceError, invalidParameter } from '../../engine/service-error.js';
import type { PoolState, UserState } from '../../state/state.js';
import { holderOf } from '../../state/user-lookup.js';

/** A user's attributes after an update, and the new addresses that wait for the user to confirm them. */
export interface UpdatedAttributes {
  readonly attributes: Record<string, string>;
  readonly pending: Record<string, string>;
}

const ADDRESSES = ['email', 'phone_number'] as const;

/**
 * What an administrator's update makes of a user's attributes: a blank value deletes; a changed address is unverified
 * unless its `…_verified` of `true` goes with it; where the pool wants new addresses verified first, and that flag is
 * not there, the old one stays and the new one waits. Changes nothing itself.
 *
 * Throws InvalidParameterException where the schema refuses, AliasExistsException for another user's address.
 */
export function updatedAttributes(
  pool: PoolState,
  user: UserState,
  given: ReadonlyMap<string, string>,
): UpdatedAttributes {
  checkAttributes(pool.schema, given, 'update');
  const change = new Map(given);
  const pending = { ...user.pending };
  for (const address of ADDRESSES) settleAddress(pool, user, change, pending, address);

  const kept = Object.entries(user.attributes).filter(([name]) => !change.has(name));
  const set = [...change].filter(([, value]) => value !== '');
  const attributes = Object.fromEntries([...kept, ...set]);
  checkRequired(pool.schema, attributes);
  checkVerifiedFlags(attributes);
  return { attributes, pending };
}

/** Throws InvalidParameterException where an address is called verified and there is none. */
export function checkVerifiedFlags(attributes: Readonly<Record<string, string>>): void {
  for (const address of ADDRESSES) {
    if (attributes[`${address}_verified`] === 'true' && !Object.hasOwn(attributes, address)) {
      throw invalidParameter(`${address} is required when ${address}_verified is true.`);
    }
  }
}

/** Throws AliasExistsException where another user of the pool signs in with the address. */
export function checkAddressFree(pool: PoolState, address: string, value: string, user?: UserState): void {
  if (holderOf(pool, address, value, user)) throw addressTaken(address);
}

/** Another user of the pool signs in with the value of the attribute `address`. */
export function addressTaken(address: string): ServiceError {
  const name = address === 'phone_number' ? 'phone_number' : 'email';
  return new ServiceError('AliasExistsException', `An account with the ${name} already exists.`);
}

function settleAddress(
  pool: PoolState,
  user: UserState,
  change: Map<string, string>,
  pending: Record<string, string>,
  address: (typeof ADDRESSES)[number],
): void {
  const value = change.get(address);
  const flag = `${address}_verified`;
  if (value === undefined || value === user.attributes[address]) return;
  Reflect.deleteProperty(pending, address);
  if (value === '') {
    change.set(flag, '');
    return;
  }
  checkAddressFree(pool, address, value, user);
  if (change.get(flag) === 'true') return;
  if (verifiesFirst(pool, address)) {
    change.delete(address);
    change.delete(flag);
    pending[address] = value;
  } else {
    change.set(flag, 'false');
  }
}

function verifiesFirst(pool: PoolState, address: (typeof ADDRESSES)[number]): boolean {
  const { AttributesRequireVerificationBeforeUpdate: attributes = [] } =
    pool.settings.UserAttributeUpdateSettings ?? {};
  return attributes.includes(address);
}
