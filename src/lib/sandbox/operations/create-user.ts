import { randomUUID } from 'node:crypto';
import {
  attributeRecord,
  checkAttributes,
  checkRequired,
  isEmail,
  isPhoneNumber,
} from '../attribute-schema.js';
import { checkAddressFree, checkVerifiedFlags } from '../attribute-update.js';
import { operation } from '../operation.js';
import { ATTRIBUTES, FLAG, METADATA, ONE_USER, TEMPORARY_PASSWORD } from '../parameters.js';
import { checkPassword, hashPassword, inventPassword } from '../password.js';
import { ServiceError, invalidParameter, notModelled } from '../service-error.js';
import { list, string, structure } from '../shape.js';
import type { PoolState, UserState } from '../state.js';
import { userAnswer } from '../user-answer.js';
import { findUser, hasGeneratedNames, requirePool, requireUser } from '../user-lookup.js';

const Request = structure({
  ...ONE_USER,
  ...METADATA,
  UserAttributes: ATTRIBUTES,
  ValidationData: ATTRIBUTES,
  TemporaryPassword: TEMPORARY_PASSWORD,
  ForceAliasCreation: FLAG,
  MessageAction: string({ oneOf: ['RESEND', 'SUPPRESS'] }),
  DesiredDeliveryMediums: list(string({ oneOf: ['SMS', 'EMAIL'] })),
});

export const AdminCreateUser = operation(Request, async ({ store, now }, input) => {
  if (input.ForceAliasCreation === true)
    throw notModelled('ForceAliasCreation, which takes an address from its user');
  const given = input.TemporaryPassword ?? '';
  const pool = requirePool(await store.read(), input.UserPoolId);
  const policy = pool.settings.Policies?.PasswordPolicy;
  if (given !== '') checkPassword(given, policy);
  // Hashed before the change, so that the store is not held up by it.
  const password =
    given === '' && isPasswordless(pool)
      ? undefined
      : await hashPassword(given === '' ? inventPassword(policy) : given);

  return store.update((state) => {
    const current = requirePool(state, input.UserPoolId);
    const time = now().getTime();
    if (input.MessageAction === 'RESEND') {
      const user = requireUser(current, input.Username);
      return { User: userAnswer(invitedAgain(user, password, time)) };
    }
    const attributes = attributesOfNewUser(current, input.Username, attributeRecord(input.UserAttributes));
    checkDelivery(input.MessageAction, input.DesiredDeliveryMediums ?? [], attributes);
    const user: UserState = {
      username: hasGeneratedNames(current) ? (attributes.sub ?? '') : input.Username,
      attributes,
      enabled: true,
      status: password ? 'FORCE_CHANGE_PASSWORD' : 'CONFIRMED',
      createdAt: time,
      modifiedAt: time,
      ...(password ? { password, temporarySince: time } : {}),
      mfa: { methods: [] },
      refreshTokens: {},
    };
    current.users[user.username] = user;
    return { User: userAnswer(user) };
  });
});

/** A new temporary password, whose validity starts again: the mend for an invitation that has expired. */
function invitedAgain(user: UserState, password: UserState['password'], time: number): UserState {
  if (user.status !== 'FORCE_CHANGE_PASSWORD') {
    throw new ServiceError(
      'UnsupportedUserStateException',
      `Resend not possible. ${user.username} status is not FORCE_CHANGE_PASSWORD`,
    );
  }
  if (password) user.password = password;
  user.temporarySince = time;
  user.modifiedAt = time;
  delete user.challenge;
  return user;
}

/** The attributes that a new user starts with; `sub` is made here, and is the user name where names are generated. */
function attributesOfNewUser(
  pool: PoolState,
  name: string,
  given: Map<string, string>,
): Record<string, string> {
  checkAttributes(pool.schema, given, 'create');
  if (findUser(pool, name) || name === '__proto__') {
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
    if (value !== '' && startsVerified(pool, given, address)) checkAddressFree(pool, address, value);
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

/** Only what the request names: left to its default of SMS, Cognito sends nothing to a user who has no number. */
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

/** A pool with passwordless sign-in makes users without a password, unless one is given. */
function isPasswordless(pool: PoolState): boolean {
  const factors = pool.settings.Policies?.SignInPolicy?.AllowedFirstAuthFactors ?? [];
  return factors.includes('EMAIL_OTP') || factors.includes('SMS_OTP');
}
