import { randomUUID } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { Directory } from '../../directory.js';
import { temporaryFileError } from '../../files/held-text.js';
import { SpilledMap } from '../../files/spilled-map.js';
import { type User, userFromList } from '../../model/user.js';
import { serverFilter } from '../../users/read/server-filter.js';
import { pageOfUsers } from '../../users/read/user-pages.js';

const SUB = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/;
/** Bytes of a `sub`, which is a UUID. */
const SUB_BYTES = 16;

/**
 * Finds users of a stream who have the address of an earlier one, in any case. Of each user, a digest of the address and the
 * `sub` are kept, and what exceeds the first thousands goes to a file without a name, which only its owner may open.
 */
export class AddressTwins {
  readonly #subs: SpilledMap;

  /** @param folder where the file is made, if one is needed */
  constructor(
    private readonly directory: Directory,
    private readonly folder = tmpdir(),
  ) {
    this.#subs = new SpilledMap(join(folder, `sf-admin-${randomUUID()}`), { valueBytes: SUB_BYTES });
  }

  /**
   * Adds a user of the stream.
   *
   * @returns the `sub` of the first user with this address; `undefined` if it is this one, or if the user has no address
   * @throws AdminError OUTPUT_UNWRITABLE if the temporary file cannot be written
   */
  add({ email, sub }: User): string | undefined {
    // Cognito gives every user a sub. Without one the user could not be found again.
    if (email === null || sub === null || !SUB.test(sub)) return undefined;
    try {
      const first = this.#subs.add(email.toLowerCase(), Buffer.from(sub.replaceAll('-', ''), 'hex'));
      const found = first === undefined ? undefined : subOf(first);
      return found === sub ? undefined : found;
    } catch (error) {
      throw temporaryFileError(error, this.folder, 'Set TMPDIR to a folder with more space.');
    }
  }

  /** Reads the user whom `add` returned (ListUsers); `undefined` if the user was deleted in the meantime. */
  async read(sub: string): Promise<User | undefined> {
    const page = pageOfUsers(this.directory.cognito, { Filter: serverFilter('sub', '=', sub) });
    const [item] = (await page(undefined)).items ?? [];
    return item === undefined ? undefined : userFromList(item);
  }

  /**
   * Whether two users have the same address, and may both be named: of another tenant than the one that the caller acts in,
   * the caller may not even learn that such a user exists.
   */
  isTwin(user: User, other: User): boolean {
    const { tenant } = this.directory;
    const isSame = user.email?.toLowerCase() === other.email?.toLowerCase();
    return isSame && (tenant === undefined || other.tenantId === tenant);
  }

  /** Closes the file. */
  close(): void {
    this.#subs.close();
  }
}

function subOf(bytes: Buffer): string {
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}
