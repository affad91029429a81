import { randomUUID } from 'node:crypto';
import { checkAttributes, checkRequired, isEmail, isPhoneNumber } from './attribute-schema.js';
import { addressTaken, checkVerifiedFlags } from './attribute-update.js';
import { ServiceError, invalidParameter } from '../../engine/service-error.js';
import type { PoolState } from '../../state/state.js';
import { hasGeneratedNames } from '../../state/user-lookup.js';
import type { Holders } from '../../state/user-lookup.js';

/** The ways of signing in that come first in a pool, `PASSWORD` where it says nothing. */
export function firstFactors(pool: PoolState): readonly string[] {
  return pool.settings.Policies?.SignInPolicy?.AllowedFirstAuthFactors ?? ['PASSWORD'];
}

/**
 * The attributes that a new user starts with; `sub` is made here, and is the user name where names are generated.
 * `given` are those asked for, to which a sign-in address is added.
 *
 * Throws InvalidParameterException where the schema refuses, UsernameExistsException, AliasExistsException.
 */
export function attributesOfNewUser(
  pool: PoolState,
  name: string,
  given: Map<string, string>,
  holders: Holders,
): Record<string, string> {
  checkAttributes(pool.schema, given, 'create');
  if (holders.named(name) || name === '__proto__') {
    throw new ServiceError('UsernameExistsException', 'User account already exists');
  }
  if (hasGeneratedNames(pool)) takeAddress(pool, name, given);
  const attributes = {
    ...Object.fromEntries([...given].filter(([, value]) => value !== '')),
    sub: randomUUID(),
  };
  checkRequired(pool.schema, attributes);
  checkVerifiedFlags(attributes);
  for (const address of ['email', 'phone_number']) {
    const value = given.get(address) ?? '';
    if (value !== '' && startsVerified(pool, given, address)) {
      if (holders.addressed(address, value)) throw addressTaken(address);
    }
  }
  return attributes;
}

/** In a pool that people sign in to with an address, the name given is that address, and becomes the attribute. */
function takeAddress(pool: PoolState, name: string, given: Map<string, string>): void {
  const kinds = pool.settings.UsernameAttributes ?? [];
  const kind = kinds.find((attribute) => (attribute === 'email' ? isEmail(name) : isPhoneNumber(name)));
  if (kind === undefined) {
    const wanted =
      kinds.length > 1
        ? 'either an email or a phone number'
        : kinds[0] === 'email'
          ? 'an email'
          : 'a phone number';
    throw invalidParameter(`Username should be ${wanted}.`);
  }
  const attribute = given.get(kind);
  if (attribute !== undefined && attribute !== '' && attribute !== name) {
    // What Cognito does with two different addresses no document states, so the sandbox does not pretend to know.
    throw invalidParameter(`The username and the ${kind} attribute must be the same address.`);
  }
  given.set(kind, name);
}

/** An alias that starts unverified takes nothing from anybody; a sign-in address does from the start. */
function startsVerified(pool: PoolState, given: ReadonlyMap<string, string>, address: string): boolean {
  return hasGeneratedNames(pool) || given.get(`${address}_verified`) === 'true';
}
