import { unwrap } from './draft.js';
import { own } from './state.js';
import type { PoolState, UserState } from './state.js';
import { countsOnceVerified, hasGeneratedNames, signInAttributes } from './user-lookup.js';
import type { Holders } from './user-lookup.js';

/**
 * The names and addresses of a pool, to look up thousands: the same answers as `findUser` and `holderOf`, which look
 * at every user each time. It knows the users of when it was made, and those added to it since.
 */
export class UserIndex implements Holders {
  readonly #names = new Set<string>();
  readonly #addresses: ReadonlyMap<string, Set<string>>;
  readonly #fold: (text: string) => string;

  constructor(private readonly pool: PoolState) {
    const foldsCase = pool.settings.UsernameConfiguration?.CaseSensitive === false;
    this.#fold = foldsCase ? (text) => text.toLowerCase() : (text) => text;
    this.#addresses = new Map(signInAttributes(pool).map((attribute) => [attribute, new Set()]));
    for (const user of Object.values(unwrap(pool.users))) this.add(user);
  }

  /** Counts `user` in from now on. */
  add({ username, attributes, status }: Pick<UserState, 'username' | 'attributes' | 'status'>): void {
    // Generated names are matched as they are.
    this.#names.add(hasGeneratedNames(this.pool) ? username : this.#fold(username));
    // Federated users sign in at their own provider.
    if (status === 'EXTERNAL_PROVIDER') return;
    for (const [attribute, taken] of this.#addresses) {
      const address = own(attributes, attribute);
      const counts =
        !countsOnceVerified(this.pool, attribute) || attributes[`${attribute}_verified`] === 'true';
      if (address !== undefined && counts) taken.add(this.#fold(address));
    }
  }

  named(name: string): boolean {
    const key = hasGeneratedNames(this.pool) ? name : this.#fold(name);
    return this.#names.has(key) || signInAttributes(this.pool).some((kind) => this.addressed(kind, name));
  }

  addressed(attribute: string, address: string): boolean {
    return this.#addresses.get(attribute)?.has(this.#fold(address)) ?? false;
  }
}
