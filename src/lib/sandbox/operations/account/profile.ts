import { ATTRIBUTE_NAME, ATTRIBUTES, METADATA } from '../../engine/parameters.js';
import { notAuthorized } from '../../engine/service-error.js';
import { list, required, structure } from '../../engine/shape.js';
import type { ClientInPool } from '../../sign-in/client-access.js';
import { readableAttributes, writableAttributes } from '../pool/client-settings.js';
import { attributeMap } from '../users/attribute-schema.js';
import { sendVerificationCodes, updateAttributes } from '../users/attributes.js';
import { authFactorsResponse, setMfaOptions, USER_SETTINGS } from '../users/mfa.js';
import { attributeList, mfaMembers } from '../users/read-users.js';
import { ONE_TOKEN, tokenChange, tokenReader } from './account-operation.js';

/** The attributes that the client may read, and always `sub`. */
export const GetUser = tokenReader(structure(ONE_TOKEN), ({ pool, client, user }) => {
  const readable = readableAttributes(pool.schema, client.settings);
  const names = Object.keys(user.attributes).filter((name) => name === 'sub' || readable.has(name));
  return { Username: user.username, UserAttributes: attributeList(user, names), ...mfaMembers(user) };
});

export const GetUserAuthFactors = tokenReader(structure(ONE_TOKEN), ({ pool, user }) =>
  authFactorsResponse(pool, user),
);

const UpdateRequest = structure({ ...ONE_TOKEN, ...METADATA, UserAttributes: required(ATTRIBUTES) });

export const UpdateUserAttributes = tokenChange(UpdateRequest, (request) => {
  const { context, pool, user, input, time } = request;
  const given = attributeMap(input.UserAttributes);
  checkWritable(request, [...given.keys()]);
  const changed = updateAttributes(pool, user, given, time);
  return { CodeDeliveryDetailsList: sendVerificationCodes(context, pool, user, changed) };
});

const DeleteRequest = structure({ ...ONE_TOKEN, UserAttributeNames: required(list(ATTRIBUTE_NAME)) });

export const DeleteUserAttributes = tokenChange(DeleteRequest, (request) => {
  const { pool, user, input, time } = request;
  checkWritable(request, input.UserAttributeNames);
  updateAttributes(pool, user, new Map(input.UserAttributeNames.map((name) => [name, ''])), time);
  return {};
});

/** Throws NotAuthorizedException if the client may not write one of the attributes. */
export function checkWritable({ pool, client }: ClientInPool, names: readonly string[]): void {
  const writable = writableAttributes(pool.schema, client.settings);
  // One that does not exist is refused by the schema, with its name.
  const known = names.filter((name) => pool.schema.some(({ Name }) => Name === name));
  if (!known.every((name) => writable.has(name))) {
    throw notAuthorized('A client attempted to write unauthorized attribute');
  }
}

export const SetUserSettings = tokenChange(
  structure({ ...ONE_TOKEN, ...USER_SETTINGS }),
  ({ pool, user, input, time }) => {
    setMfaOptions(pool, user, input.MFAOptions, time);
    return {};
  },
);

/** Ends every token session, as AdminUserGlobalSignOut does; the cookie of the hosted UI is not affected. */
export const GlobalSignOut = tokenChange(structure(ONE_TOKEN), ({ user, time }) => {
  user.refreshTokens = {};
  user.modifiedAt = time;
  return {};
});

export const DeleteUser = tokenChange(structure(ONE_TOKEN), ({ pool, user }) => {
  Reflect.deleteProperty(pool.users, user.username);
  return {};
});
