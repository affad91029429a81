import { unwrap } from './draft.js';
import { ServiceError } from '../engine/service-error.js';
import { own } from './state.js';
import type { ClientState, PoolState, SandboxState, UserState } from './state.js';

/** Throws ResourceNotFoundException, as a pool of another account or region also reads. */
export function requirePool(state: SandboxState, poolId: string): PoolState {
  const pool = own(state.pools, poolId);
  if (!pool) throw new ServiceError('ResourceNotFoundException', `User pool ${poolId} does not exist.`);
  return pool;
}

/** Throws ResourceNotFoundException. */
export function requireClient(pool: PoolState, clientId: string): ClientState {
  const client = own(pool.clients, clientId);
  if (!client) throw clientNotFound(clientId);
  return client;
}

export function clientNotFound(clientId: string): ServiceError {
  return new ServiceError('ResourceNotFoundException', `User pool client ${clientId} does not exist.`);
}

/** Throws UserNotFoundException. */
export function requireUser(pool: PoolState, name: string): UserState {
  const user = findUser(pool, name);
  if (!user) throw new ServiceError('UserNotFoundException', 'User does not exist.');
  return user;
}

/** The user whose user name, or whose address where people sign in with one, is `name`. */
export function findUser(pool: PoolState, name: string): UserState | undefined {
  return own(pool.users, name) ?? userNamed(pool, name) ?? userAddressed(pool, name);
}

/**
 * The user, other than `except`, who signs in with `address` as their `attribute`. A federated user signs in at their
 * own provider: their address names no account here, and the same person may have one. An alias counts once it is
 * verified; a sign-in address counts from the start.
 */
export function holderOf(
  pool: PoolState,
  attribute: string,
  address: string,
  except?: UserState,
): UserState | undefined {
  if (!signInAttributes(pool).includes(attribute)) return undefined;
  const same = comparison(pool);
  const needsVerifying = countsOnceVerified(pool, attribute);
  const found = Object.values(unwrap(pool.users)).find(
    ({ username, status, attributes }) =>
      same(attributes[attribute] ?? '', address) &&
      status !== 'EXTERNAL_PROVIDER' &&
      username !== except?.username &&
      (!needsVerifying || attributes[`${attribute}_verified`] === 'true'),
  );
  return found && pool.users[found.username];
}

/** Tells which names and addresses of a pool are taken, however it looks them up. */
export interface Holders {
  /** Whether `findUser` would find somebody. */
  named(name: string): boolean;
  /** Whether `holderOf` would. */
  addressed(attribute: string, address: string): boolean;
}

/** Looks at every user each time: for one new user, that is cheaper than an index. */
export function holdersIn(pool: PoolState): Holders {
  return {
    named: (name) => findUser(pool, name) !== undefined,
    addressed: (attribute, address) => holderOf(pool, attribute, address) !== undefined,
  };
}

/** Whether people sign in with an address, and user names are generated. */
export function hasGeneratedNames(pool: PoolState): boolean {
  return (pool.settings.UsernameAttributes ?? []).length > 0;
}

/** Whether two names or addresses are the same to this pool. Pools made through the API tell case apart by default. */
export function comparison(pool: PoolState): (one: string, other: string) => boolean {
  if (pool.settings.UsernameConfiguration?.CaseSensitive !== false) return (one, other) => one === other;
  let folded: [string, string] = ['', ''];
  return (one, other) => {
    if (folded[0] !== other) folded = [other, other.toLowerCase()];
    return one.toLowerCase() === folded[1];
  };
}

/** User names that people choose follow the pool's rule on case; generated ones are matched as they are. */
function userNamed(pool: PoolState, name: string): UserState | undefined {
  if (hasGeneratedNames(pool)) return undefined;
  const same = comparison(pool);
  const found = Object.keys(unwrap(pool.users)).find((username) => same(username, name));
  return found === undefined ? undefined : pool.users[found];
}

function userAddressed(pool: PoolState, address: string): UserState | undefined {
  for (const attribute of signInAttributes(pool)) {
    const holder = holderOf(pool, attribute, address);
    if (holder) return holder;
  }
  return undefined;
}

/** Whether an address signs its user in only once it is verified: an alias does, a sign-in address need not be. */
export function countsOnceVerified(pool: PoolState, attribute: string): boolean {
  const isAlias = pool.settings.AliasAttributes?.some((alias) => alias === attribute) ?? false;
  return isAlias && attribute !== 'preferred_username';
}

/** The attributes that people may sign in with in the place of a user name. */
export function signInAttributes(pool: PoolState): string[] {
  return [...(pool.settings.UsernameAttributes ?? []), ...(pool.settings.AliasAttributes ?? [])];
}
