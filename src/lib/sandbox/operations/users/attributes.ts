import { ATTRIBUTE_NAME, ATTRIBUTES, METADATA, ONE_USER } from '../../engine/parameters.js';
import { invalidParameter, ServiceError } from '../../engine/service-error.js';
import { list, required, structure } from '../../engine/shape.js';
import { sendCode } from '../../outbox/codes.js';
import type { Delivery, SendContext } from '../../outbox/outbox.js';
import { holderOf } from '../../state/lookup.js';
import type { AddressAttribute } from '../../state/outbox-state.js';
import type { PoolState, UserState } from '../../state/state.js';
import { attributeMap, checkAttributes, checkRequired } from './attribute-schema.js';
import { userChange } from './user-operation.js';

const UpdateRequest = structure({ ...ONE_USER, ...METADATA, UserAttributes: required(ATTRIBUTES) });

export const AdminUpdateUserAttributes = userChange(UpdateRequest, (user, { context, pool, input, time }) => {
  const changed = updateAttributes(pool, user, attributeMap(input.UserAttributes), time);
  sendVerificationCodes(context, pool, user, changed);
});

const DeleteRequest = structure({ ...ONE_USER, UserAttributeNames: required(list(ATTRIBUTE_NAME)) });

export const AdminDeleteUserAttributes = userChange(DeleteRequest, (user, { pool, input, time }) => {
  updateAttributes(pool, user, new Map(input.UserAttributeNames.map((name) => [name, ''])), time);
});

/** The attributes whose values are addresses. Each has a flag that tells whether it is verified. */
export const ADDRESSES: readonly AddressAttribute[] = ['email', 'phone_number'];

/**
 * Updates a user's attributes: a blank value deletes; a changed address becomes unverified unless its `…_verified` of
 * `true` is set with it. If the pool wants new addresses verified before they change, and that flag is not set, the old
 * address stays and the new one is pending. Returns the attributes whose new address is not verified.
 *
 * Throws InvalidParameterException if the schema forbids a value, AliasExistsException for another user's address.
 */
export function updateAttributes(
  pool: PoolState,
  user: UserState,
  given: ReadonlyMap<string, string>,
  time: number,
): AddressAttribute[] {
  checkAttributes(pool.schema, given, 'update');
  const change = new Map(given);
  const pending = { ...user.pending };
  const unverified = ADDRESSES.filter((address) => applyAddress(pool, user, change, pending, address));

  const kept = Object.entries(user.attributes).filter(([name]) => !change.has(name));
  const set = [...change].filter(([, value]) => value !== '');
  const attributes = Object.fromEntries([...kept, ...set]);
  checkRequired(pool.schema, attributes);
  checkVerifiedFlags(attributes);
  user.attributes = attributes;
  if (Object.keys(pending).length > 0) user.pending = pending;
  else delete user.pending;
  user.modifiedAt = time;
  return unverified;
}

/** Sends a code to each new address, the pending one if there is one, that the pool verifies automatically. */
export function sendVerificationCodes(
  context: SendContext,
  pool: PoolState,
  user: UserState,
  changed: readonly AddressAttribute[],
): Delivery[] {
  const automatic = changed.filter((attribute) => pool.settings.AutoVerifiedAttributes?.includes(attribute));
  return automatic.map((attribute) => {
    const to = user.pending?.[attribute] ?? user.attributes[attribute] ?? '';
    return sendCode(context, pool, user, { purpose: `verify-${attribute}`, attribute, to });
  });
}

/** Throws InvalidParameterException if an address is marked verified but missing. */
export function checkVerifiedFlags(attributes: Readonly<Record<string, string>>): void {
  for (const address of ADDRESSES) {
    if (attributes[`${address}_verified`] === 'true' && !Object.hasOwn(attributes, address)) {
      throw invalidParameter(`${address} is required when ${address}_verified is true.`);
    }
  }
}

/** Another user of the pool signs in with this value of the attribute `address`. */
export function addressTaken(address: AddressAttribute): ServiceError {
  return new ServiceError('AliasExistsException', `An account with the ${address} already exists.`);
}

/** Returns whether there is a new address that is not verified. */
function applyAddress(
  pool: PoolState,
  user: UserState,
  change: Map<string, string>,
  pending: Record<string, string>,
  address: AddressAttribute,
): boolean {
  const value = change.get(address);
  const flag = `${address}_verified`;
  if (value === undefined || value === user.attributes[address]) return false;
  Reflect.deleteProperty(pending, address);
  if (value === '') {
    change.set(flag, '');
    return false;
  }
  if (holderOf(pool, address, value, user)) throw addressTaken(address);
  if (change.get(flag) === 'true') return false;
  const { AttributesRequireVerificationBeforeUpdate: verifiedFirst = [] } =
    pool.settings.UserAttributeUpdateSettings ?? {};
  if (verifiedFirst.includes(address)) {
    change.delete(address);
    change.delete(flag);
    pending[address] = value;
  } else {
    change.set(flag, 'false');
  }
  return true;
}
