import type { AdminCreateUserCommandOutput } from '@aws-sdk/client-cognito-identity-provider';

import { badResponse } from '../../cognito/errors/bad-response.js';
import { type UserWithAttributes, userWithAttributes } from '../../model/user.js';

/** What was asked of AdminCreateUser: the name to sign in with, an address as a rule, and attributes. */
interface AskedUser extends Pick<UserWithAttributes, 'email' | 'tenantId'> {
  readonly name: string;
}
/**
 * The user that AdminCreateUser returned. It is compared with the one to create before its name is used: a second call
 * under that name would otherwise set the password of somebody else, or disable them.
 *
 * @throws AdminError BAD_RESPONSE, with `mayHaveHappened`, if it is another user or none
 */
export function createdUser(
  { User = {}, $metadata }: AdminCreateUserCommandOutput,
  asked: AskedUser,
): UserWithAttributes {
  const created = userWithAttributes(User);
  const wrong = Object.entries({
    'user name': hasOwnName(created, asked.name),
    address: created.email?.toLowerCase() === asked.email?.toLowerCase(),
    tenant: created.tenantId === asked.tenantId,
    status: NEW_STATUSES.has(created.status),
  }).filter(([, isRight]) => !isRight);
  if (wrong.length === 0) return created;
  const names = wrong.map(([name]) => name).join(', ');
  const message = `Cognito returned a user with another ${names} when asked to create ${asked.name}`;
  throw badResponse(message, $metadata, true);
}

/** A new user is named by its `sub` in a pool with sign-in by address, and as it was asked for in any other. */
function hasOwnName({ username, sub }: UserWithAttributes, asked: string): boolean {
  return username !== '' && (username === sub || username.toLowerCase() === asked.toLowerCase());
}

/** In a pool with passwordless sign-in, a user without a temporary password is confirmed at once. */
const NEW_STATUSES = new Set(['FORCE_CHANGE_PASSWORD', 'CONFIRMED']);
