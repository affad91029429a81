import type { UserPool } from '../../model/user-pool.js';
import { ATTRIBUTE } from '../../model/user.js';
import type { ArchivedUser } from '../archive/archive.js';

/**
 * The name under which a pool creates a user: the address or the telephone number if its users sign in with that, and
 * otherwise the user name that the user had (developer guide, "Customizing sign-in attributes").
 *
 * @returns `undefined` if the user has no such address or number
 */
export function signInName(
  { UsernameAttributes = [] }: Pick<UserPool, 'UsernameAttributes'>,
  { username, attributes }: Pick<ArchivedUser, 'username' | 'attributes'>,
): string | undefined {
  if (UsernameAttributes.length === 0) return username;
  const address = UsernameAttributes.includes('email') ? attributes[ATTRIBUTE.email] : undefined;
  return address ?? (UsernameAttributes.includes('phone_number') ? attributes.phone_number : undefined);
}

/** What a backup shows and no pool accepts: Cognito sets `sub`, and `identities` are links to providers. */
const SET_BY_COGNITO = new Set<string>([ATTRIBUTE.sub, 'identities']);

/** The attributes of a user that can be created again, by their stored names. */
export function restorableAttributes({ attributes }: Pick<ArchivedUser, 'attributes'>): Map<string, string> {
  const own = Object.entries(attributes).filter(([name]) => !SET_BY_COGNITO.has(name) && !name.startsWith('cognito:'));
  return new Map(own);
}
