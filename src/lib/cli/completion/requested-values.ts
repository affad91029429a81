import type { Candidate } from './table.js';
import type { Directory } from '../../directory.js';
import { listUsers } from '../../users/read/list-users.js';

/** One page of users, and as many as anyone would look through. */
const MOST_USERS = 60;

/**
 * Values that are requested from the user pool, as far as one page of users has them: addresses that begin with the typed
 * text, or tenants. In a tenant, only users of that tenant are found.
 *
 * @throws AdminError those of `Cognito.call`
 */
export async function requestedValues(
  kind: 'user' | 'tenant',
  directory: Directory,
  typed: string,
): Promise<Candidate[]> {
  const emailPrefix = kind === 'user' && typed !== '' ? typed : undefined;
  const found: Candidate[] = [];
  for await (const { email, tenantId, givenName, familyName } of listUsers(directory, {
    emailPrefix,
    limit: MOST_USERS,
  }).users) {
    const value = kind === 'user' ? email : tenantId;
    const name = [givenName, familyName].filter((part) => part !== undefined && part !== null).join(' ');
    if (value != null) found.push({ value, ...(kind === 'user' && name !== '' ? { description: name } : {}) });
  }
  return found;
}
