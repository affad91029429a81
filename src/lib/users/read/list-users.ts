import type { Directory } from '../../directory.js';
import { type User, userFromList } from '../../model/user.js';
import { parseFilter, type UserFilterText } from './user-filter.js';
import { type UserPage, userPages } from './user-pages.js';

/** The users found, as they arrive, and how many were read to find them so far. */
export interface UserSearch<Found extends User = User> {
  readonly users: AsyncIterable<Found>;
  readonly read: () => number;
  readonly found: () => number;
  /** Whether the limit was reached while there were users left to read, of whom some may match. */
  readonly isCut: () => boolean;
}

/**
 * Finds users, as they arrive. If the directory acts in a tenant, only users of that tenant match.
 *
 * @throws AdminError as `parseFilter` does, before anything is read
 */
export function listUsers(directory: Directory, filter: UserFilterText): UserSearch {
  const parsed = parseFilter(filter, directory.conventions);
  return searchOf(userPages(directory, parsed, { toUser: userFromList }));
}

/** The users of several pages, one after the other, with running counts. */
export function searchOf<Found extends User>(pages: AsyncIterable<UserPage<Found>>): UserSearch<Found> {
  const counts = { read: 0, found: 0, isCut: false };
  async function* users(): AsyncGenerator<Found, void, undefined> {
    for await (const page of pages) {
      counts.read += page.read;
      counts.isCut = page.isCut;
      for (const user of page.users) {
        counts.found += 1;
        yield user;
      }
    }
  }
  return { users: users(), read: () => counts.read, found: () => counts.found, isCut: () => counts.isCut };
}
