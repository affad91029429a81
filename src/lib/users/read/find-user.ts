import { assertInTenant } from '../../changes/guard.js';
import { pages } from '../../cognito/client/pages.js';
import { groupsIfAllowed } from '../../groups/user-groups.js';
import { parsePasted } from '../../text/pasted-text.js';
import { commandLine, type Directory } from '../../directory.js';
import { AdminError } from '../../errors.js';
import { identitiesOf, type Identity, type UserDetail, userFromGet, userLabel } from '../../model/user.js';
import { serverFilter } from './server-filter.js';
import { pageOfUsers } from './user-pages.js';

/*
 * users/read/: reads of users and of what belongs to them (sessions, sign-in events, factors), and how they are shown.
 * A user is found by name here, users are searched for in `list-users`, and a user's JSON is made in `user-view`.
 */

/**
 * Reads the user with this name (AdminGetUser). The service resolves aliases, so the answer is checked to be the user
 * asked for, and later calls must use the canonical `username`.
 *
 * @param name an email, a `sub` or a user name
 * @throws AdminError USER_NOT_FOUND; AMBIGUOUS_USER if several users, native or federated, have the address;
 *   TENANT_MISMATCH if the user belongs to another tenant than the caller acts in
 */
export async function findUser(directory: Directory, name: string): Promise<UserDetail> {
  const user = await readUser(directory, name);
  assertInTenant(directory, user.tenantId, userLabel(user));
  return user;
}

/** A user with their groups, which AdminGetUser does not return, and with the identities that they sign in with. */
export interface UserWithGroups extends UserDetail {
  /** The names of the user's groups; `null` if the caller may not list them. */
  readonly groups: readonly string[] | null;
  /** `null` if the attribute that lists them cannot be read. */
  readonly identities: readonly Identity[] | null;
}

/** Reads a user, their groups and identities. @throws AdminError those of `findUser` */
export async function findUserWithGroups(directory: Directory, name: string): Promise<UserWithGroups> {
  const user = await findUser(directory, name);
  const groups = await groupsIfAllowed(directory.cognito, user.username);
  return { ...user, groups, identities: identitiesOf(user) };
}

/** As `findUser`, but for a user of any tenant: to verify what was written. */
export async function readUser(directory: Directory, typed: string): Promise<UserDetail> {
  const name = userNameOf(typed);
  if (!name.includes('@')) return getUser(directory, name);
  const [user, ...others] = await usersOfAddress(directory, name);
  if (user === undefined) return getUser(directory, name);
  if (others.length === 0) return user;
  const names = [user, ...others].map(({ username }) => username);
  throw new AdminError('AMBIGUOUS_USER', `${names.length} users have the address ${name}`, {
    hint: `Use the user name of one: ${names.join(', ')}`,
  });
}

/**
 * The name of a user as people paste it: an email, a `sub` or a user name, without outer spaces.
 *
 * @throws AdminError USAGE for an empty name, such as an unset variable of the shell, or for an invisible character
 */
export function userNameOf(text: string): string {
  const name = parsePasted(text, 'user', 'USAGE');
  if (name !== '') return name;
  throw new AdminError('USAGE', 'USER is empty', { hint: 'Give an email, a sub or a user name.' });
}

/**
 * Every user with this address. AdminGetUser finds only native users by address; the name of a federated user is
 * `Provider_id`, and one person may have both. Each is read with AdminGetUser, since ListUsers may lag behind and still
 * show an address that has changed.
 *
 * @throws AdminError as the calls do; without permission to list users only a native one is found
 */
export async function usersOfAddress(directory: Directory, address: string): Promise<UserDetail[]> {
  const holders = directory.addresses?.holders(address);
  if (holders === 0) return [];
  const [native, listed] = await Promise.all([
    getUserIfAny(directory, address),
    holders === undefined ? usernamesOfAddress(directory, address) : [],
  ]);
  const hasAddress = ({ email }: UserDetail) => email?.toLowerCase() === address.toLowerCase();
  // A user whose user name looks like the address is not the one that the address book counted.
  if (holders === 1 && native !== undefined && hasAddress(native)) return [native];
  if (holders !== undefined) return usersOfAddress({ ...directory, addresses: undefined }, address);
  const others = listed.filter((username) => username !== native?.username);
  const read = await Promise.all(others.map((username) => getUserIfAny(directory, username)));
  return [native, ...read]
    .filter((user) => user !== undefined)
    .filter((user) => user.username === address || hasAddress(user));
}

/** As `getUser`, but `undefined` if there is no such user. */
export async function getUserIfAny(
  directory: Directory,
  name: string,
  toUser = userFromGet,
): Promise<UserDetail | undefined> {
  try {
    return await getUser(directory, name, toUser);
  } catch (error) {
    if (error instanceof AdminError && error.code === 'USER_NOT_FOUND') return undefined;
    throw error;
  }
}

/**
 * Refuses a new address with which somebody else signs in, as AdminUpdateUserAttributes would do at the write: a plan
 * must not promise what cannot be done. The address of a federated user is nobody's sign-in name (see `usersOfAddress`).
 *
 * @param address the user's address after the change, which may be the present one
 * @throws AdminError USER_EXISTS; as AdminGetUser does
 */
export async function assertAddressFree(
  directory: Directory,
  user: Pick<UserDetail, 'username' | 'email' | 'status'>,
  address: string | null | undefined,
): Promise<void> {
  if (address == null || address === user.email || user.status === 'EXTERNAL_PROVIDER') return;
  if (directory.addresses?.holders(address) === 0) return;
  const holder = await getUserIfAny(directory, address);
  const isTaken = holder?.email?.toLowerCase() === address.toLowerCase() && holder.username !== user.username;
  if (!isTaken) return;
  throw new AdminError('USER_EXISTS', `another user has this address: ${address}`, {
    hint: `Nothing was changed. To see that user: ${commandLine(directory, `users show ${address}`)}`,
  });
}

/**
 * The user of this name. Calls AdminGetUser only, so it finds no federated user by address.
 *
 * @param toUser makes the user of the answer
 * @throws AdminError USER_NOT_FOUND; BAD_RESPONSE if the service answers with another user than the one asked for
 */
export async function getUser(directory: Directory, name: string, toUser = userFromGet): Promise<UserDetail> {
  const answer = await directory.cognito.call('AdminGetUser', { Username: name });
  const user = toUser(answer);
  // A pool that ignores case returns user names in lower case (developer guide, "User pool case sensitivity").
  const isNamed = user.username.toLowerCase() === name.toLowerCase();
  const isAsked = isNamed || user.sub === name || user.email?.toLowerCase() === name.toLowerCase();
  if (isAsked && user.username !== '') return user;
  throw new AdminError(
    'BAD_RESPONSE',
    `Cognito returned ${user.username === '' ? 'no user' : `user ${user.username}`} when asked for user ${name}`,
    {
      hint: 'Nothing was changed. Use the sub of the user: sf-admin users find TEXT',
      requestId: answer.$metadata.requestId,
    },
  );
}

/** The most pages of users with one address: there are two users or three. */
const MAX_ADDRESS_PAGES = 1_000;

async function usernamesOfAddress(directory: Directory, address: string): Promise<string[]> {
  const found: string[] = [];
  const page = pageOfUsers(directory.cognito, { Filter: serverFilter('email', '=', address) });
  const matches = pages(page, { maxPages: MAX_ADDRESS_PAGES });
  try {
    for await (const { Username } of matches) if (Username !== undefined) found.push(Username);
  } catch (error) {
    // Without permission to list users, the native user can still be changed.
    if (!(error instanceof AdminError) || error.code !== 'ACCESS_DENIED') throw error;
  }
  return found;
}
