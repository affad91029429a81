import { operation } from '../../engine/operation.js';
import { PASSWORD } from '../../engine/parameters.js';
import { notAuthorized, ServiceError } from '../../engine/service-error.js';
import { required, structure } from '../../engine/shape.js';
import { checkCode, mismatch, sendCode } from '../../outbox/codes.js';
import { checkSecretHash, type ClientInPool, findClient } from '../../sign-in/client-access.js';
import { newPassword, setPassword } from '../../sign-in/new-password.js';
import { findUser } from '../../state/lookup.js';
import type { AddressAttribute } from '../../state/outbox-state.js';
import type { UserState } from '../../state/state.js';
import { requireConfirmed } from '../users/mfa.js';
import { requireResettable } from '../users/passwords.js';
import { recoveryAttribute } from '../users/recovery.js';
import { APP_REQUEST, CODE, saved } from './account-operation.js';
import { hidesUnknownUsers, simulatedDelivery, unknownUser } from './unknown-user.js';

export const ForgotPassword = operation(structure(APP_REQUEST), async (context, input) => {
  checkSecretHash(findClient(await context.store.read(), input.ClientId), input.Username, input.SecretHash);
  return context.store.update((state) => {
    const client = findClient(state, input.ClientId);
    const user = findUser(client.pool, input.Username);
    const attribute = user && reachableAttribute(client, user);
    if (!user || attribute === undefined) {
      if (!hidesUnknownUsers(client)) throw unknownUser();
      return { CodeDeliveryDetails: simulatedDelivery(client.pool, input.Username) };
    }
    const request = { purpose: 'password-reset', attribute, byUser: true } as const;
    return { CodeDeliveryDetails: sendCode(context, client.pool, user, request) };
  });
});

/**
 * The attribute that receives the code. Documented: a client that must not learn who exists does not learn either who is
 * disabled or has no verified address; for these, undefined.
 */
function reachableAttribute(client: ClientInPool, user: UserState): AddressAttribute | undefined {
  const hides = hidesUnknownUsers(client);
  if (hides && !user.enabled) return undefined;
  requireResettable(user);
  try {
    return recoveryAttribute(client.pool, user);
  } catch (error) {
    if (hides && error instanceof ServiceError && error.name === 'InvalidParameterException') return undefined;
    throw error;
  }
}

const ConfirmRequest = structure({
  ...APP_REQUEST,
  ConfirmationCode: required(CODE),
  Password: required(PASSWORD),
});

/** Also completes the reset of an administrator. The tokens of the user stay valid. */
export const ConfirmForgotPassword = operation(ConfirmRequest, async (context, input) => {
  checkSecretHash(findClient(await context.store.read(), input.ClientId), input.Username, input.SecretHash);
  const password = await newPassword(input.Password);
  return saved(context.store, async (state) => {
    const client = findClient(state, input.ClientId);
    const user = findUser(client.pool, input.Username);
    // Documented: hidden from the client are users who do not exist, and those who are disabled.
    if (hidesUnknownUsers(client) && user?.enabled !== true) throw mismatch();
    if (!user) throw unknownUser();
    if (!user.enabled) throw notAuthorized('User is disabled.');
    requireConfirmed(user);
    const { refusal } = checkCode(context, user, 'password-reset', input.ConfirmationCode);
    if (refusal) return refusal;
    await setPassword(client, user, password);
    user.status = 'CONFIRMED';
    user.modifiedAt = context.now().getTime();
    delete user.temporarySince;
    return {};
  });
});
