import { ATTRIBUTE_NAME, METADATA } from '../../engine/parameters.js';
import { invalidParameter } from '../../engine/service-error.js';
import { required, structure } from '../../engine/shape.js';
import { checkCode, expired, sendCode } from '../../outbox/codes.js';
import { holderOf } from '../../state/lookup.js';
import type { AddressAttribute } from '../../state/outbox-state.js';
import type { UserState } from '../../state/state.js';
import { addressTaken } from '../users/attributes.js';
import { CODE, ONE_TOKEN, tokenChange } from './account-operation.js';

const ONE_ADDRESS = { ...ONE_TOKEN, AttributeName: required(ATTRIBUTE_NAME) } as const;

/** Sends a code to the user's address, verified or not, or to the one that is pending. */
export const GetUserAttributeVerificationCode = tokenChange(
  structure({ ...ONE_ADDRESS, ...METADATA }),
  ({ context, pool, user, input }) => {
    const attribute = addressAttribute(input.AttributeName);
    const to = addressOf(user, attribute);
    const request = { purpose: `verify-${attribute}`, attribute, to, byUser: true } as const;
    return { CodeDeliveryDetails: sendCode(context, pool, user, request) };
  },
);

/** Marks an address as verified with the code that it received. A pending address becomes the user's. */
export const VerifyUserAttribute = tokenChange(
  structure({ ...ONE_ADDRESS, Code: required(CODE) }),
  ({ context, pool, user, input, time }) => {
    const attribute = addressAttribute(input.AttributeName);
    const { refusal, ...proof } = checkCode(context, user, `verify-${attribute}`, input.Code);
    if (refusal) return refusal;
    // The code went to an address that the user no longer has.
    if (!('address' in proof) || proof.address.to !== addressOf(user, attribute)) return expired();
    if (holderOf(pool, attribute, proof.address.to, user)) throw addressTaken(attribute);
    user.attributes[attribute] = proof.address.to;
    user.attributes[`${attribute}_verified`] = 'true';
    if (user.pending) Reflect.deleteProperty(user.pending, attribute);
    user.modifiedAt = time;
    return {};
  },
);

/** Throws InvalidParameterException; the message is Cognito's: https://github.com/floci-io/floci/pull/1898 */
function addressAttribute(name: string): AddressAttribute {
  if (name === 'email' || name === 'phone_number') return name;
  throw invalidParameter('Invalid attribute name. Only phone_number and email can be verified.');
}

/** The address that is pending, or else the user's. Throws InvalidParameterException; the message is Cognito's. */
function addressOf({ pending, attributes }: UserState, attribute: AddressAttribute): string {
  const address = pending?.[attribute] ?? attributes[attribute];
  if (address !== undefined) return address;
  const kind = attribute === 'email' ? 'email address' : 'phone number';
  throw invalidParameter(`User does not have a valid registered ${kind}`);
}
