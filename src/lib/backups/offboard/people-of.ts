import { Readable } from 'node:stream';

import type { Directory } from '../../directory.js';
import { userAsStored } from '../../model/user.js';
import { jsonLine } from '../../output/row-text.js';
import { tenantNotFound } from '../../users/read/empty-tenants.js';
import { userPages } from '../../users/read/user-pages.js';
import type { Archive } from '../archive/archive.js';
import { archivedUsers } from '../archive/read-archive.js';

/** The people of an archive, as the input of a run. */
export function peopleInArchive({ folder }: Archive): Readable {
  return Readable.from(linesOf(archivedUsers(folder)));
}

/**
 * The people of the tenant that the directory acts in, for a dry run before there is an archive.
 *
 * @returns a stream that fails with TENANT_NOT_FOUND if there are none, and as ListUsers does
 */
export function peopleInPool(directory: Directory): Readable {
  return Readable.from(linesOf(listedPeople(directory)));
}

async function* linesOf(people: AsyncIterable<object>): AsyncGenerator<Buffer, void, undefined> {
  for await (const person of people) yield Buffer.from(jsonLine(person));
}

async function* listedPeople(directory: Directory): AsyncGenerator<object, void, undefined> {
  let found = 0;
  for await (const { users } of userPages(directory, {}, { toUser: userAsStored })) {
    found += users.length;
    yield* users;
  }
  if (found === 0) throw tenantNotFound(directory);
}
