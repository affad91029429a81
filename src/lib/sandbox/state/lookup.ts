import { notFound, ServiceError } from '../engine/service-error.js';
import { unwrap } from './draft.js';
import type { ImportJobStatus } from './import-job-state.js';
import type { ClientState, PoolState, SandboxState, UserState } from './state.js';

/** Throws ResourceNotFoundException; a pool of another account or region reads the same. */
export function requirePool(state: SandboxState, poolId: string): PoolState {
  const pool = own(state.pools, poolId);
  if (!pool) throw notFound(`User pool ${poolId} does not exist.`);
  return pool;
}

/** Throws UserImportInProgressException while an import job of the pool runs. */
export function assertNoImport({ importJobs = {} }: PoolState): void {
  const running: readonly ImportJobStatus[] = ['Pending', 'InProgress', 'Stopping'];
  if (Object.values(importJobs).every(({ status }) => !running.includes(status))) return;
  throw new ServiceError('UserImportInProgressException', 'A user import job of the user pool is in progress.');
}

/** Throws ResourceNotFoundException. */
export function requireClient(pool: PoolState, clientId: string): ClientState {
  const client = own(pool.clients, clientId);
  if (!client) throw clientNotFound(clientId);
  return client;
}

export function clientNotFound(clientId: string): ServiceError {
  return notFound(`User pool client ${clientId} does not exist.`);
}

/** Throws UserNotFoundException. */
export function requireUser(pool: PoolState, name: string): UserState {
  const user = findUser(pool, name);
  if (!user) throw userNotFound();
  return user;
}

export function userNotFound(): ServiceError {
  return new ServiceError('UserNotFoundException', 'User does not exist.');
}

/** The user whose user name, sign-in address or, for a local user, `sub` is `name` (API reference, parameter Username). */
export function findUser(pool: PoolState, name: string): UserState | undefined {
  return findByName(pool, name) ?? findBySub(pool, name);
}

/**
 * The user, other than `except`, who signs in with `address` as their `attribute`. A federated user signs in at their
 * identity provider, so their address belongs to no account here, and the same person may also have one. An alias
 * counts once it is verified; a sign-in address counts from the start.
 */
export function holderOf(
  pool: PoolState,
  attribute: string,
  address: string,
  except?: UserState,
): UserState | undefined {
  if (!signInAttributes(pool).includes(attribute)) return undefined;
  const same = comparison(pool);
  const mustBeVerified = countsOnceVerified(pool, attribute);
  const found = Object.values(unwrap(pool.users)).find(
    ({ username, status, attributes }) =>
      same(attributes[attribute] ?? '', address) &&
      status !== 'EXTERNAL_PROVIDER' &&
      username !== except?.username &&
      (!mustBeVerified || attributes[`${attribute}_verified`] === 'true'),
  );
  return found && pool.users[found.username];
}

/** Knows which user names and addresses of a pool are taken. */
export interface TakenNames {
  /** Whether it is the user name or the sign-in address of a user. */
  hasName(name: string): boolean;
  /** Whether `holderOf` would find a user. */
  hasAddress(attribute: string, address: string): boolean;
}

/** Scans all users each time: for one new user, that is cheaper than an index. */
export function scanOf(pool: PoolState): TakenNames {
  return {
    hasName: (name) => findByName(pool, name) !== undefined,
    hasAddress: (attribute, address) => holderOf(pool, attribute, address) !== undefined,
  };
}

/**
 * An index for thousands of lookups, with the same results as `scanOf`. It covers the users that the pool had when it
 * was made, and those added to the index since.
 */
export class UserIndex implements TakenNames {
  readonly #names = new Set<string>();
  readonly #addresses: ReadonlyMap<string, Set<string>>;
  readonly #fold: (text: string) => string;

  constructor(private readonly pool: PoolState) {
    this.#fold = ignoresCase(pool) ? (text) => text.toLowerCase() : (text) => text;
    this.#addresses = new Map(signInAttributes(pool).map((attribute) => [attribute, new Set()]));
    for (const user of Object.values(unwrap(pool.users))) this.add(user);
  }

  add({ username, attributes, status }: Pick<UserState, 'username' | 'attributes' | 'status'>): void {
    this.#names.add(this.#nameKey(username));
    if (status === 'EXTERNAL_PROVIDER') return;
    for (const [attribute, taken] of this.#addresses) {
      const address = own(attributes, attribute);
      const counts = !countsOnceVerified(this.pool, attribute) || attributes[`${attribute}_verified`] === 'true';
      if (address !== undefined && counts) taken.add(this.#fold(address));
    }
  }

  hasName(name: string): boolean {
    return (
      this.#names.has(this.#nameKey(name)) ||
      signInAttributes(this.pool).some((attribute) => this.hasAddress(attribute, name))
    );
  }

  hasAddress(attribute: string, address: string): boolean {
    return this.#addresses.get(attribute)?.has(this.#fold(address)) ?? false;
  }

  #nameKey(name: string): string {
    return hasGeneratedNames(this.pool) ? name : this.#fold(name);
  }
}

/** Whether users sign in with an address and their user names are generated. Generated names are matched exactly. */
export function hasGeneratedNames(pool: PoolState): boolean {
  return (pool.settings.UsernameAttributes ?? []).length > 0;
}

/** Whether the pool ignores case in names and addresses. A pool made through the API does not by default. */
export function ignoresCase(pool: PoolState): boolean {
  return pool.settings.UsernameConfiguration?.CaseSensitive === false;
}

/** How the pool compares two names or addresses. It remembers the last `other`, since a search passes the same one. */
function comparison(pool: PoolState): (one: string, other: string) => boolean {
  if (!ignoresCase(pool)) return (one, other) => one === other;
  let folded: [string, string] = ['', ''];
  return (one, other) => {
    if (folded[0] !== other) folded = [other, other.toLowerCase()];
    return one.toLowerCase() === folded[1];
  };
}

function findByName(pool: PoolState, name: string): UserState | undefined {
  return own(pool.users, name) ?? findByUsername(pool, name) ?? findByAddress(pool, name);
}

function findByUsername(pool: PoolState, name: string): UserState | undefined {
  if (hasGeneratedNames(pool)) return undefined;
  const same = comparison(pool);
  const found = Object.keys(unwrap(pool.users)).find((username) => same(username, name));
  return found === undefined ? undefined : pool.users[found];
}

function findBySub(pool: PoolState, name: string): UserState | undefined {
  const found = Object.values(unwrap(pool.users)).find(
    ({ attributes, status }) => attributes.sub === name && status !== 'EXTERNAL_PROVIDER',
  );
  return found && pool.users[found.username];
}

function findByAddress(pool: PoolState, address: string): UserState | undefined {
  for (const attribute of signInAttributes(pool)) {
    const holder = holderOf(pool, attribute, address);
    if (holder) return holder;
  }
  return undefined;
}

/** Whether a user can sign in with the address only once it is verified: true of aliases. */
function countsOnceVerified(pool: PoolState, attribute: string): boolean {
  const isAlias = pool.settings.AliasAttributes?.some((alias) => alias === attribute) ?? false;
  return isAlias && attribute !== 'preferred_username';
}

/** The attributes that users may sign in with instead of a user name. */
function signInAttributes(pool: PoolState): string[] {
  return [...(pool.settings.UsernameAttributes ?? []), ...(pool.settings.AliasAttributes ?? [])];
}

/** A member of a record by a key from outside: with plain access, `constructor` would find a user. */
export function own<T>(record: Readonly<Record<string, T>>, key: string): T | undefined {
  return Object.hasOwn(record, key) ? record[key] : undefined;
}
