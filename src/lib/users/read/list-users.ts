import type { Directory } from '../../directory.js';
import { type User, userFromList } from '../../model/user.js';
import { type UserFilter, type UserPage, userPages } from './user-pages.js';

/** The users found, as they come, and how many were read to find them so far. */
export interface UserSearch<Found extends User = User> {
  readonly users: AsyncIterable<Found>;
  readonly read: () => number;
  readonly found: () => number;
}

/**
 * Finds users, as they come. The directory's tenant, where there is one, is always matched.
 *
 * @throws AdminError UNKNOWN_ROLE, INVALID_DEPARTMENT, MISSING_INPUT: see `userPages`
 */
export function listUsers(directory: Directory, filter: UserFilter): UserSearch {
  return inOne(userPages(directory, filter, { toUser: userFromList }));
}

/** The users of the pages, one after the other, and the counts of what has been given so far. */
export function inOne<Found extends User>(found: AsyncIterable<UserPage<Found>>): UserSearch<Found> {
  const so = { read: 0, found: 0 };
  async function* users(): AsyncGenerator<Found, void, undefined> {
    for await (const page of found) {
      so.read += page.read;
      for (const user of page.users) {
        so.found += 1;
        yield user;
      }
    }
  }
  return { users: users(), read: () => so.read, found: () => so.found };
}
