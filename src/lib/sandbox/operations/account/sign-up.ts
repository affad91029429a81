import { operation, type OperationContext } from '../../engine/operation.js';
import { ATTRIBUTES, METADATA, ONE_USER, PASSWORD } from '../../engine/parameters.js';
import { invalidParameter, notAuthorized, ServiceError } from '../../engine/service-error.js';
import { boolean, required, string, structure } from '../../engine/shape.js';
import { checkCode, expired, sendCode } from '../../outbox/codes.js';
import type { Delivery } from '../../outbox/outbox.js';
import { checkSecretHash, type ClientInPool, findClient } from '../../sign-in/client-access.js';
import { checkPassword, hashPassword } from '../../sign-in/password.js';
import { findUser, hasGeneratedNames, holderOf, scanOf } from '../../state/lookup.js';
import type { AddressAttribute } from '../../state/outbox-state.js';
import type { PoolState, UserState } from '../../state/state.js';
import { attributeMap, isEmail } from '../users/attribute-schema.js';
import { addressTaken } from '../users/attributes.js';
import { firstFactors, newUser } from '../users/create-user.js';
import { userChange } from '../users/user-operation.js';
import { APP_REQUEST, CODE, saved } from './account-operation.js';
import { checkWritable } from './profile.js';
import { hidesUnknownUsers, simulatedDelivery, unknownUser } from './unknown-user.js';

const SignUpRequest = structure({
  ...APP_REQUEST,
  Password: PASSWORD,
  UserAttributes: ATTRIBUTES,
  ValidationData: ATTRIBUTES,
});

/** No trigger runs, so no user is confirmed or verified at once. */
export const SignUp = operation(SignUpRequest, async (context, input) => {
  const { store, now } = context;
  const client = findClient(await store.read(), input.ClientId);
  checkSecretHash(client, input.Username, input.SecretHash);
  if (client.pool.settings.AdminCreateUserConfig?.AllowAdminCreateUserOnly === true) {
    throw notAuthorized('SignUp is not permitted for this user pool');
  }
  const given = attributeMap(input.UserAttributes);
  checkWritable(client, [...given.keys()]);
  if (input.Password !== undefined) checkPassword(input.Password, client.pool.settings.Policies?.PasswordPolicy);
  else if (!firstFactors(client.pool).some((factor) => factor.endsWith('_OTP'))) {
    throw invalidParameter('A password is required in a user pool without passwordless sign-in.');
  }
  // Hashed before the update, so that the store is not locked during the hashing.
  const password = input.Password === undefined ? undefined : await hashPassword(input.Password);

  return saved(store, (state) => {
    const current = findClient(state, input.ClientId);
    const { pool } = current;
    if (scanOf(pool).hasName(input.Username)) throw nameTaken(pool, input.Username);
    const user: UserState = {
      ...newUser(pool, input.Username, given, scanOf(pool), now().getTime()),
      status: 'UNCONFIRMED',
      ...(password && { password }),
    };
    pool.users[user.username] = user;
    const response = { UserConfirmed: false, UserSub: user.attributes.sub };
    const attribute = addressToVerify(pool, user);
    if (attribute === undefined) return response;
    try {
      return { ...response, CodeDeliveryDetails: sendSignUpCode(context, current, user, attribute) };
    } catch (error) {
      // Documented: the user is created even if the mails of the day are used up.
      if (error instanceof ServiceError) return error;
      throw error;
    }
  });
});

const ConfirmRequest = structure({
  ...APP_REQUEST,
  ConfirmationCode: required(CODE),
  ForceAliasCreation: boolean,
  Session: string({ min: 20, max: 2048, sensitive: true }),
});

export const ConfirmSignUp = operation(ConfirmRequest, async (context, input) => {
  checkSecretHash(findClient(await context.store.read(), input.ClientId), input.Username, input.SecretHash);
  return confirmSignUp(context, input);
});

/**
 * Confirms a sign-up with its code: for ConfirmSignUp, and for the link that a message may have instead of a code. The
 * address that received the code is verified, unless it has changed since.
 *
 * Throws ResourceNotFoundException, UserNotFoundException (or ExpiredCodeException, if the client hides who exists),
 * NotAuthorizedException for a user who is not waiting for it, AliasExistsException if somebody else has the address,
 * and the refusals of `checkCode`.
 */
export function confirmSignUp(
  context: OperationContext,
  input: { ClientId: string; Username: string; ConfirmationCode: string; ForceAliasCreation?: boolean },
): Promise<object> {
  return saved(context.store, (state) => {
    const client = findClient(state, input.ClientId);
    const user = findUser(client.pool, input.Username);
    if (!user) throw hidesUnknownUsers(client) ? expired() : unknownUser();
    if (!user.enabled) throw notAuthorized('User is disabled.');
    requireUnconfirmed(user);
    const { refusal, ...proof } = checkCode(context, user, 'sign-up', input.ConfirmationCode);
    if (refusal) return refusal;
    if ('address' in proof) verifyAddress(client.pool, user, proof.address, input.ForceAliasCreation === true);
    confirm(user, context.now().getTime());
    return {};
  });
}

/** Documented: the addresses are not verified. */
export const AdminConfirmSignUp = userChange(structure({ ...ONE_USER, ...METADATA }), (user, { time }) => {
  requireUnconfirmed(user);
  confirm(user, time);
});

export const ResendConfirmationCode = operation(structure(APP_REQUEST), async (context, input) => {
  checkSecretHash(findClient(await context.store.read(), input.ClientId), input.Username, input.SecretHash);
  return context.store.update((state) => {
    const client = findClient(state, input.ClientId);
    const user = findUser(client.pool, input.Username);
    if (!user) {
      if (!hidesUnknownUsers(client)) throw unknownUser();
      return { CodeDeliveryDetails: simulatedDelivery(client.pool, input.Username) };
    }
    if (user.status !== 'UNCONFIRMED') throw invalidParameter('User is already confirmed.');
    const attribute = addressToVerify(client.pool, user);
    if (attribute === undefined) throw invalidParameter('Cannot resend codes. Auto verification not turned on.');
    return { CodeDeliveryDetails: sendSignUpCode(context, client, user, attribute) };
  });
});

/** Documented: if the user has both addresses and the pool verifies both, the number. */
function addressToVerify({ settings }: PoolState, { attributes }: UserState): AddressAttribute | undefined {
  return (['phone_number', 'email'] as const).find(
    (attribute) => settings.AutoVerifiedAttributes?.includes(attribute) && Object.hasOwn(attributes, attribute),
  );
}

function sendSignUpCode(
  context: OperationContext,
  { pool, clientId }: ClientInPool,
  user: UserState,
  attribute: AddressAttribute,
): Delivery {
  const byLink =
    attribute === 'email' && pool.settings.VerificationMessageTemplate?.DefaultEmailOption === 'CONFIRM_WITH_LINK';
  const link = (confirmation_code: string): string => {
    const query = new URLSearchParams({ client_id: clientId, user_name: user.username, confirmation_code });
    return `${context.origin}/confirmUser?${query.toString()}`;
  };
  return sendCode(context, pool, user, { purpose: 'sign-up', attribute, byUser: true, ...(byLink && { link }) });
}

/** Marks the address as verified if the user still has it. Of two users of an alias, only one can have it verified. */
function verifyAddress(
  pool: PoolState,
  user: UserState,
  { attribute, to }: { attribute: AddressAttribute; to: string },
  takesAlias: boolean,
): void {
  if (user.attributes[attribute] !== to) return;
  const holder = holderOf(pool, attribute, to, user);
  if (holder && !takesAlias) throw addressTaken(attribute);
  if (holder) holder.attributes[`${attribute}_verified`] = 'false';
  user.attributes[`${attribute}_verified`] = 'true';
}

function requireUnconfirmed({ status }: UserState): void {
  if (status !== 'UNCONFIRMED') throw notAuthorized(`User cannot be confirmed. Current status is ${status}`);
}

function confirm(user: UserState, time: number): void {
  user.status = 'CONFIRMED';
  user.modifiedAt = time;
  if (user.codes) delete user.codes['sign-up'];
}

function nameTaken(pool: PoolState, name: string): ServiceError {
  const kind = isEmail(name) ? 'email' : 'phone_number';
  const message = hasGeneratedNames(pool) ? `An account with the given ${kind} already exists.` : 'User already exists';
  return new ServiceError('UsernameExistsException', message);
}
