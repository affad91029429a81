import { mkdir, stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';

import { isSystemError } from './system-error.js';

/**
 * Makes a folder and its parents, accessible to this user only, since they hold tokens, role ARNs and addresses. An
 * existing folder is left unchanged. Node's own recursive mkdir never returns under /proc, where no folder can be made.
 *
 * @throws the system's error if it cannot be made, or is not a folder
 */
export async function makeFolder(folder: string): Promise<void> {
  const path = resolve(folder);
  try {
    await makeOne(path);
  } catch (error) {
    if (!isSystemError(error, 'ENOENT') || dirname(path) === path) throw error;
    await makeFolder(dirname(path));
    // Only once: the parent exists now, so another failure has another cause.
    await makeOne(path);
  }
}

async function makeOne(path: string): Promise<void> {
  try {
    await mkdir(path, { mode: 0o700 });
  } catch (error) {
    // Not by its code: systems report an existing folder differently, on a read-only disk for one.
    const found = await stat(path).catch(() => undefined);
    if (found?.isDirectory() !== true) throw error;
  }
}
