import { randomUUID } from 'node:crypto';
import { operation } from '../../engine/operation.js';
import { ATTRIBUTES, METADATA, ONE_USER, TEMPORARY_PASSWORD } from '../../engine/parameters.js';
import { invalidParameter, ServiceError } from '../../engine/service-error.js';
import { boolean, list, string, structure } from '../../engine/shape.js';
import { type SendContext, sendMessage } from '../../outbox/outbox.js';
import { endChallenges } from '../../sign-in/challenges.js';
import { newPassword, storedPassword } from '../../sign-in/new-password.js';
import { checkPassword, generatePassword } from '../../sign-in/password.js';
import { hasGeneratedNames, holderOf, requirePool, requireUser, scanOf, type TakenNames } from '../../state/lookup.js';
import type { PoolState, UserState } from '../../state/state.js';
import { attributeMap, checkAttributes, checkRequired, isEmail, isPhoneNumber } from './attribute-schema.js';
import { addressTaken, checkVerifiedFlags } from './attributes.js';
import { userResponse } from './read-users.js';

const Request = structure({
  ...ONE_USER,
  ...METADATA,
  UserAttributes: ATTRIBUTES,
  ValidationData: ATTRIBUTES,
  TemporaryPassword: TEMPORARY_PASSWORD,
  ForceAliasCreation: boolean,
  MessageAction: string({ oneOf: ['RESEND', 'SUPPRESS'] }),
  DesiredDeliveryMediums: list(string({ oneOf: ['SMS', 'EMAIL'] })),
});

export const AdminCreateUser = operation(Request, async (context, input) => {
  const { store, now } = context;
  const given = input.TemporaryPassword ?? '';
  const pool = requirePool(await store.read(), input.UserPoolId);
  const policy = pool.settings.Policies?.PasswordPolicy;
  if (given !== '') checkPassword(given, policy);
  const isPasswordless = given === '' && firstFactors(pool).some((factor) => factor.endsWith('_OTP'));
  const temporary = isPasswordless ? undefined : given === '' ? generatePassword(policy) : given;
  // Hashed before the update, so that the store is not locked during the hashing.
  const password = temporary === undefined ? undefined : await newPassword(temporary);
  const invite = (current: PoolState, user: UserState) => {
    if (temporary === undefined || input.MessageAction === 'SUPPRESS') return;
    sendInvitation(context, current, user, temporary, input.DesiredDeliveryMediums);
  };

  return store.update((state) => {
    const current = requirePool(state, input.UserPoolId);
    const time = now().getTime();
    if (input.MessageAction === 'RESEND') {
      const user = requireUser(current, input.Username);
      renewInvitation(user, password && storedPassword(input.UserPoolId, user.username, password), time);
      invite(current, user);
      return { User: userResponse(user) };
    }
    const attributes = attributeMap(input.UserAttributes);
    if (input.ForceAliasCreation === true) releaseAliases(current, attributes);
    const created = newUser(current, input.Username, attributes, scanOf(current), time);
    const user: UserState = {
      ...created,
      status: password ? 'FORCE_CHANGE_PASSWORD' : 'CONFIRMED',
      ...(password && {
        password: storedPassword(input.UserPoolId, created.username, password),
        temporarySince: time,
      }),
    };
    checkDelivery(input.MessageAction, input.DesiredDeliveryMediums ?? [], user.attributes);
    current.users[user.username] = user;
    invite(current, user);
    return { User: userResponse(user) };
  });
});

/**
 * Takes the verified addresses in `given` from the users who have them as an alias. Documented: they can no longer sign in
 * with them. Undocumented: they keep them, unverified. A sign-in address is no alias: `newUser` refuses it all the same,
 * and nothing is changed.
 */
function releaseAliases(pool: PoolState, given: ReadonlyMap<string, string>): void {
  for (const alias of ['email', 'phone_number'] as const) {
    if (given.get(`${alias}_verified`) !== 'true') continue;
    const holder = holderOf(pool, alias, given.get(alias) ?? '');
    if (holder) holder.attributes[`${alias}_verified`] = 'false';
  }
}

/** A new temporary password, valid from now: this is how an expired invitation is renewed. */
function renewInvitation(user: UserState, password: UserState['password'], time: number): void {
  if (user.status !== 'FORCE_CHANGE_PASSWORD') {
    const message = `Resend not possible. ${user.username} status is not FORCE_CHANGE_PASSWORD`;
    throw new ServiceError('UnsupportedUserStateException', message);
  }
  if (password) user.password = password;
  user.temporarySince = time;
  user.modifiedAt = time;
  endChallenges(user);
}

/**
 * Sends the temporary password by each of `mediums` for which the user has an address; by default, as documented, by SMS.
 * Undocumented: a user without a password gets no invitation.
 */
function sendInvitation(
  context: SendContext,
  pool: PoolState,
  user: UserState,
  secret: string,
  mediums: readonly ('SMS' | 'EMAIL')[] = ['SMS'],
): void {
  for (const medium of new Set(mediums)) {
    const attribute = medium === 'EMAIL' ? 'email' : 'phone_number';
    if (Object.hasOwn(user.attributes, attribute)) {
      sendMessage(context, pool, user, { kind: 'invitation', attribute, secret });
    }
  }
}

/** Checks only the mediums of the request: by default (SMS), Cognito sends nothing to a user without a number. */
function checkDelivery(
  action: 'RESEND' | 'SUPPRESS' | undefined,
  mediums: readonly ('SMS' | 'EMAIL')[],
  attributes: Readonly<Record<string, string>>,
): void {
  if (action === 'SUPPRESS') return;
  for (const medium of mediums) {
    const address = medium === 'EMAIL' ? 'email' : 'phone_number';
    if (!Object.hasOwn(attributes, address)) {
      throw invalidParameter(`${address} is required to deliver the invitation by ${medium}.`);
    }
  }
}

/** The first sign-in factors that the pool allows; `PASSWORD` by default. */
export function firstFactors(pool: PoolState): readonly string[] {
  return pool.settings.Policies?.SignInPolicy?.AllowedFirstAuthFactors ?? ['PASSWORD'];
}

/**
 * A new user without a status: with the attributes in `given`, the address that is used as `name`, and a new `sub`, which
 * is also the user name if the pool generates names. AdminCreateUser and import jobs set the status.
 *
 * Throws InvalidParameterException if the schema forbids a value, UsernameExistsException, AliasExistsException.
 */
export function newUser(
  pool: PoolState,
  name: string,
  given: Map<string, string>,
  taken: TakenNames,
  time: number,
): Omit<UserState, 'status'> {
  checkAttributes(pool.schema, given, 'create');
  checkNotAlias(pool, name);
  if (taken.hasName(name) || name === '__proto__') {
    throw new ServiceError('UsernameExistsException', 'User account already exists');
  }
  if (hasGeneratedNames(pool)) setSignInAddress(pool, name, given);
  const sub = randomUUID();
  const attributes = { ...Object.fromEntries([...given].filter(([, value]) => value !== '')), sub };
  checkRequired(pool.schema, attributes);
  checkVerifiedFlags(attributes);
  for (const address of ['email', 'phone_number'] as const) {
    const value = given.get(address) ?? '';
    // An unverified alias may belong to several users; a sign-in address belongs to one from the start.
    const isClaimed = hasGeneratedNames(pool) || given.get(`${address}_verified`) === 'true';
    if (value !== '' && isClaimed && taken.hasAddress(address, value)) throw addressTaken(address);
  }
  return {
    username: hasGeneratedNames(pool) ? sub : name,
    attributes,
    enabled: true,
    createdAt: time,
    modifiedAt: time,
    mfa: { methods: [] },
    refreshTokens: {},
  };
}

/** A user name that looks like an alias of the pool could be taken for the address of another user. */
function checkNotAlias({ settings: { AliasAttributes = [] } }: PoolState, name: string): void {
  if (AliasAttributes.includes('email') && isEmail(name)) {
    throw invalidParameter('Username cannot be of email format, since user pool is configured for email alias.');
  }
  if (AliasAttributes.includes('phone_number') && isPhoneNumber(name)) {
    throw invalidParameter(
      'Username cannot be of phone number format, since user pool is configured for phone number alias.',
    );
  }
}

/** In a pool with address sign-in, the name in the request is the address, and is stored as that attribute. */
function setSignInAddress(pool: PoolState, name: string, given: Map<string, string>): void {
  const kinds = pool.settings.UsernameAttributes ?? [];
  const kind = kinds.find((attribute) => (attribute === 'email' ? isEmail(name) : isPhoneNumber(name)));
  if (kind === undefined) {
    const [only, second] = kinds.map((attribute) => (attribute === 'email' ? 'an email' : 'a phone number'));
    const wanted = second === undefined ? (only ?? '') : 'either an email or a phone number';
    throw invalidParameter(`Username should be ${wanted}.`);
  }
  const attribute = given.get(kind);
  if (attribute !== undefined && attribute !== '' && attribute !== name) {
    // Undocumented: what Cognito does with two different addresses. The sandbox refuses them.
    throw invalidParameter(`The username and the ${kind} attribute must be the same address.`);
  }
  given.set(kind, name);
}
