import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';

import type { Directory } from '../../directory.js';
import { getUserIfAny } from '../../users/read/find-user.js';
import { withAddressBook } from '../../users/read/read-address-book.js';
import type { CompiledImport } from './compiled-import.js';
import { cellsOf } from './import-cells.js';

/**
 * How many users of a compiled file exist already, so that an import would skip them. A federated user with the same
 * address is another user.
 *
 * @param width users to look up at once
 * @throws AdminError as the calls do; CANCELLED
 */
export async function countExisting(
  directory: Directory,
  { file, rows }: Pick<CompiledImport, 'file' | 'rows'>,
  width: number,
): Promise<number> {
  const place = await withAddressBook(directory, rows);
  const exists = async (address: string): Promise<boolean> =>
    place.addresses?.holders(address) !== 0 && (await getUserIfAny(place, address)) !== undefined;
  let existing = 0;
  for await (const userNames of batches(userNamesOf(file), width)) {
    const found = await Promise.all(userNames.map(exists));
    existing += found.filter(Boolean).length;
  }
  return existing;
}

async function* userNamesOf(file: string): AsyncGenerator<string, void, undefined> {
  let column: number | undefined;
  for await (const line of createInterface({ input: createReadStream(file), crlfDelay: Infinity })) {
    const cells = cellsOf(line);
    if (column === undefined) column = cells.indexOf('cognito:username');
    else yield cells[column] ?? '';
  }
}

async function* batches<Item>(items: AsyncIterable<Item>, size: number): AsyncGenerator<Item[], void, undefined> {
  let batch: Item[] = [];
  for await (const item of items) {
    batch.push(item);
    if (batch.length < size) continue;
    yield batch;
    batch = [];
  }
  yield batch;
}
