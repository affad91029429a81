import { type FileHandle, open, readFile, rm } from 'node:fs/promises';
import { dirname } from 'node:path';

import { AdminError } from '../../errors.js';
import { assertMissing, newFileError, writeNewFile } from '../../files/new-file.js';
import { assertOwn } from '../../files/own-file.js';
import { isSystemError } from '../../files/system-error.js';
import { shellWord } from '../../text/quoted.js';

/** What a secret is to be added to: the app client, and the IDs of the secrets that it had. */
export interface Addition {
  readonly poolId: string;
  readonly clientId: string;
  readonly secretIds: readonly string[];
}

/** An addition that a killed command left, and the value that it wrote to the file. */
export interface UnfinishedAddition extends Addition {
  readonly value: string;
}

/** Beside the file, as long as its value may not have been added: what it is to be added to. */
function markerOf(file: string): string {
  return `${file}.unfinished`;
}

/**
 * Writes a value to a file that must not exist, readable by its user only, and without a line feed, since other programs take
 * the content as it is. When this returns, the file is on disk. Until `finishFile`, a marker beside it shows that a killed
 * command has left it.
 *
 * @throws AdminError FILE_EXISTS, FILE_UNWRITABLE
 */
export async function writeSecretFile(file: string, value: string, addition: Addition): Promise<void> {
  await assertMissing(file);
  // One of a command that was killed before it wrote the file.
  await removed(markerOf(file));
  await writeNewFile(markerOf(file), once(JSON.stringify(addition)));
  try {
    await writeNewFile(file, once(value));
  } catch (error) {
    await removed(markerOf(file)).catch(() => undefined);
    throw error;
  }
  await syncFolder(dirname(file));
}

/** Removes the marker: the value was added. */
export function finishFile(file: string): Promise<void> {
  return removed(markerOf(file));
}

/** Removes the file and the marker: the value was not added, and must not be taken for a secret. */
export async function withdrawFile(file: string): Promise<void> {
  await removed(file);
  await removed(markerOf(file));
}

/**
 * The addition that a killed command left with this file; `undefined` if there is none. A file of anything else is left to
 * `writeSecretFile`.
 *
 * @throws AdminError FILE_EXISTS for a marker that cannot be read; FILE_UNWRITABLE, UNSAFE_FILE
 */
export async function unfinishedFile(
  file: string,
  { poolId, clientId }: Pick<Addition, 'poolId' | 'clientId'>,
): Promise<UnfinishedAddition | undefined> {
  const addition = await markedAddition(file);
  if (addition?.poolId !== poolId || addition.clientId !== clientId) return undefined;
  const value = await ownText(file);
  return value === undefined ? undefined : { ...addition, value };
}

async function markedAddition(file: string): Promise<Addition | undefined> {
  const text = await ownText(markerOf(file));
  if (text === undefined) return undefined;
  const addition = parsed(text);
  if (addition !== undefined) return addition;
  throw new AdminError('FILE_EXISTS', `${markerOf(file)} already exists, and belongs to no unfinished addition`, {
    hint: `Use another file, or remove it: rm ${shellWord(markerOf(file))}`,
  });
}

/** @returns `undefined` for a text that `writeSecretFile` has not written */
function parsed(text: string): Addition | undefined {
  try {
    const { poolId, clientId, secretIds } = JSON.parse(text) as Partial<Addition>;
    const isWhole = typeof poolId === 'string' && typeof clientId === 'string' && Array.isArray(secretIds);
    return isWhole ? { poolId, clientId, secretIds } : undefined;
  } catch {
    return undefined;
  }
}

/** The text of a file that no other user can have written; `undefined` if there is none. */
async function ownText(file: string): Promise<string | undefined> {
  try {
    assertOwn(file, 'another file: --secret-file FILE');
    return await readFile(file, 'utf8');
  } catch (error) {
    if (isSystemError(error, 'ENOENT')) return undefined;
    throw newFileError(file, error);
  }
}

async function removed(file: string): Promise<void> {
  try {
    await rm(file, { force: true });
  } catch (error) {
    throw newFileError(file, error);
  }
}

/** Makes the names in a folder durable. Windows cannot open one, and file systems that need no such call may refuse it. */
async function syncFolder(folder: string): Promise<void> {
  let handle: FileHandle | undefined;
  try {
    handle = await open(folder, 'r');
    await handle.sync();
  } catch (error) {
    if (!isSystemError(error)) throw error;
  } finally {
    await handle?.close();
  }
}

async function* once(text: string): AsyncGenerator<string, void, undefined> {
  yield await Promise.resolve(text);
}
