import { defined } from '../../model/defined.js';
import { assertInTenant } from '../../changes/guard.js';
import { pages } from '../../cognito/client/pages.js';
import type { Directory } from '../../directory.js';
import { AdminError } from '../../errors.js';
import { type UserDetail, userFromGet, userLabel } from '../../model/user.js';
import { serverFilter } from './server-filter.js';

/**
 * The user that a person named by email, `sub` or user name, read afresh (AdminGetUser). The answer is checked to be
 * the user asked for, since the service resolves aliases, and every later call must use the canonical user name.
 *
 * @throws AdminError USER_NOT_FOUND; AMBIGUOUS_USER where an address belongs to several users, native or federated;
 *   TENANT_MISMATCH where the user is not of the tenant that the caller acts in
 */
export async function findUser(directory: Directory, name: string): Promise<UserDetail> {
  const user = await readUser(directory, name);
  assertInTenant(directory, user.tenantId, userLabel(user));
  return user;
}

/** As `findUser`, whatever tenant the user is of: for proving what was written. */
export async function readUser(directory: Directory, name: string): Promise<UserDetail> {
  assertNamed(name);
  if (!name.includes('@')) return getUser(directory, name);
  const [user, ...others] = await usersOfAddress(directory, name);
  if (user === undefined) return getUser(directory, name);
  if (others.length === 0) return user;
  const names = [user, ...others].map(({ username }) => username);
  throw new AdminError('AMBIGUOUS_USER', `${names.length} users have the address ${name}`, {
    hint: `Name one by the user name: ${names.join(', ')}`,
  });
}

/** @throws AdminError USAGE for an empty name: a variable that a script forgot to set */
export function assertNamed(name: string): void {
  if (name !== '') return;
  throw new AdminError('USAGE', 'USER is empty', { hint: 'Give an email, a sub or a user name.' });
}

/**
 * Everybody who has an address. AdminGetUser knows addresses of native users only; a federated user goes by
 * `Provider_id`, and one person may be both. Each is read afresh, since ListUsers may still tell of an address that
 * has changed.
 *
 * @throws AdminError as the calls do; nobody may be found for want of the right to list users
 */
export async function usersOfAddress(directory: Directory, address: string): Promise<UserDetail[]> {
  const holders = directory.addresses?.holders(address);
  if (holders === 0) return [];
  const [native, listed] = await Promise.all([
    getUserIfAny(directory, address),
    holders === undefined ? usernamesOfAddress(directory, address) : [],
  ]);
  // One who merely goes by it as a user name is not the one who was counted.
  if (holders === 1 && native?.email?.toLowerCase() === address.toLowerCase()) return [native];
  if (holders !== undefined) return usersOfAddress({ ...directory, addresses: undefined }, address);
  const others = listed.filter((username) => username !== native?.username);
  const read = await Promise.all(others.map((username) => getUserIfAny(directory, username)));
  const isMeant = (user: UserDetail | undefined): user is UserDetail =>
    user?.username === address || user?.email?.toLowerCase() === address.toLowerCase();
  return [native, ...read].filter(isMeant);
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
  const answer = await directory.cognito.call('AdminGetUser', { Username: name });
  const user = userFromGet(answer);
  const { requestId } = answer.$metadata;
  const isAsked =
    user.username === name || user.sub === name || user.email?.toLowerCase() === name.toLowerCase();
  if (isAsked && user.username !== '') return user;
  throw new AdminError(
    'BAD_RESPONSE',
    `asked for user ${name}, and was answered ${user.username || 'nobody'}`,
    {
      hint: 'Nothing was written. Name the user by the sub: sf-admin users list --email-prefix …',
      ...defined({ requestId }),
    },
  );
}

async function usernamesOfAddress(directory: Directory, address: string): Promise<string[]> {
  const found: string[] = [];
  const matches = pages(async (PaginationToken) => {
    const Filter = serverFilter('email', '=', address);
    const page = await directory.cognito.call('ListUsers', { Filter, PaginationToken });
    return { items: page.Users, nextToken: page.PaginationToken, metadata: page.$metadata };
  });
  try {
    for await (const { Username } of matches) if (Username !== undefined) found.push(Username);
  } catch (error) {
    // A caller who may not list users can still act on the native one.
    if (!(error instanceof AdminError) || error.code !== 'ACCESS_DENIED') throw error;
  }
  return found;
}
