import { notAuthorized } from '../../engine/service-error.js';
import { writableAttributes } from '../../operations/pool/client-settings.js';
import { updateAttributes } from '../../operations/users/attributes.js';
import type { UserState } from '../../state/state.js';
import type { Answer, ChallengeCheck } from '../challenge-check.js';
import type { Passed } from '../challenges.js';
import { type ClientInPool, requireParameter } from '../client-access.js';
import { newPassword, setPassword } from '../new-password.js';

/**
 * NEW_PASSWORD_REQUIRED: replaces a temporary password, and sets attributes with it.
 *
 * Throws InvalidPasswordException, PasswordHistoryPolicyViolationException, and NotAuthorizedException for an attribute
 * that the client may not write.
 */
export const checkNewPassword: ChallengeCheck = async ({ responses }) => {
  const password = await newPassword(requireParameter(responses, 'NEW_PASSWORD'));
  return async ({ client, user, now }): Promise<Passed> => {
    await setPassword(client, user, password);
    updateAttributes(client.pool, user, attributesIn(responses, client, user), now);
    user.status = 'CONFIRMED';
    delete user.temporarySince;
    return 'first factor';
  };
};

/** The attributes that the user sets with the new password. */
function attributesIn(
  responses: Answer['responses'],
  { pool, client }: ClientInPool,
  user: UserState,
): Map<string, string> {
  const prefix = 'userAttributes.';
  const given = Object.entries(responses)
    .filter(([name]) => name.startsWith(prefix))
    .map(([name, value]): [string, string] => [name.slice(prefix.length), value]);
  const writable = writableAttributes(pool.schema, client.settings);
  if (!given.every(([name]) => writable.has(name))) {
    throw notAuthorized('A client attempted to write unauthorized attribute');
  }
  if (given.some(([name]) => name === 'email' && Object.hasOwn(user.attributes, 'email'))) {
    throw notAuthorized('Cannot modify an already provided email');
  }
  return new Map(given);
}
