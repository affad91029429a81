import { assertInTenant } from '../changes/guard.js';
import { pages } from '../cognito/pages.js';
import type { Directory } from '../directory.js';
import { AdminError } from '../errors.js';
import { type UserDetail, userFromGet, userLabel } from '../model/user.js';
import { serverFilter } from './server-filter.js';

/**
 * The user that a person named by email, `sub` or user name, read afresh (AdminGetUser). The answer is checked to be
 * the user asked for, since the service resolves aliases, and every later call must use the canonical user name.
 *
 * @throws AdminError USER_NOT_FOUND; AMBIGUOUS_USER where an address belongs to several federated users;
 *   TENANT_MISMATCH where the user is not of the tenant that the caller acts in
 */
export async function findUser(directory: Directory, name: string): Promise<UserDetail> {
  const user = await readUser(directory, name);
  assertInTenant(directory, user.tenantId, userLabel(user));
  return user;
}

/** As `findUser`, whatever tenant the user is of: for proving what was written. */
export async function readUser(directory: Directory, name: string): Promise<UserDetail> {
  if (name === '')
    throw new AdminError('USAGE', 'USER is empty', { hint: 'Give an email, a sub or a user name.' });
  try {
    return await getUser(directory, name);
  } catch (error) {
    // AdminGetUser knows addresses of native users only; a federated one goes by `Provider_id`.
    const mayBeFederated =
      error instanceof AdminError && error.code === 'USER_NOT_FOUND' && name.includes('@');
    if (!mayBeFederated) throw error;
    return getUser(directory, await usernameByEmail(directory, name, error));
  }
}

/**
 * The native user of a name, or `undefined`: AdminGetUser alone, whatever tenant the user is of.
 *
 * @throws AdminError BAD_RESPONSE where the service answers another user than the one asked for
 */
export async function getUserIfAny(directory: Directory, name: string): Promise<UserDetail | undefined> {
  try {
    return await getUser(directory, name);
  } catch (error) {
    if (error instanceof AdminError && error.code === 'USER_NOT_FOUND') return undefined;
    throw error;
  }
}

async function getUser(directory: Directory, name: string): Promise<UserDetail> {
  const user = userFromGet(await directory.cognito.call('AdminGetUser', { Username: name }));
  const isAsked =
    user.username === name || user.sub === name || user.email?.toLowerCase() === name.toLowerCase();
  if (isAsked && user.username !== '') return user;
  throw new AdminError(
    'BAD_RESPONSE',
    `asked for user ${name}, and was answered ${user.username || 'nobody'}`,
    {
      hint: 'Nothing was written. Name the user by the sub: sf-admin users list --email-prefix …',
    },
  );
}

async function usernameByEmail(directory: Directory, email: string, notFound: AdminError): Promise<string> {
  const found: string[] = [];
  const matches = pages(async (PaginationToken) => {
    const Filter = serverFilter('email', '=', email);
    const page = await directory.cognito.call('ListUsers', { Filter, PaginationToken });
    return { items: page.Users, nextToken: page.PaginationToken };
  });
  for await (const { Username } of matches) if (Username !== undefined) found.push(Username);
  const [first] = found;
  if (first === undefined) throw notFound;
  if (found.length === 1) return first;
  throw new AdminError('AMBIGUOUS_USER', `${found.length} users have the address ${email}`, {
    hint: `Name one by the user name: ${found.join(', ')}`,
  });
}
