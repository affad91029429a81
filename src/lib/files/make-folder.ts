import { mkdir, stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { isSystemError } from './system-error.js';

/** Tokens, role ARNs and other people's addresses are nobody else's business. */
const FOLDER_MODE = 0o700;

/**
 * Makes a folder for this user alone, with those above it; one that is there stays as it is. Node's own recursive mkdir
 * never ends where the system lets nobody make one, as under /proc.
 *
 * @throws the system's error where it cannot be made, or is no folder
 */
export async function makeFolder(folder: string): Promise<void> {
  const path = resolve(folder);
  try {
    await makeOne(path);
  } catch (error) {
    if (!isSystemError(error, 'ENOENT') || dirname(path) === path) throw error;
    await makeFolder(dirname(path));
    // Once: a folder that cannot be made in one that is there will not be made by trying again.
    await makeOne(path);
  }
}

async function makeOne(path: string): Promise<void> {
  try {
    await mkdir(path, { mode: FOLDER_MODE });
  } catch (error) {
    // Not by its code: each system has another for what is there already, a read-only disk among them.
    const isThere = await stat(path).then(
      (found) => found.isDirectory(),
      () => false,
    );
    if (!isThere) throw error;
  }
}
