import { randomUUID } from 'node:crypto';
import { type FileHandle, link, lstat, open, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';

import { AdminError } from '../errors.js';
import { isSystemError, systemReason } from './system-error.js';

/** The system's codes for a file system without hard links (link(2)). */
const NO_LINKS = ['EPERM', 'ENOSYS', 'ENOTSUP', 'EOPNOTSUPP', 'EMLINK'];

/**
 * Writes a file that must not exist, readable by its user only. It appears under its name once it is complete, and nothing
 * remains of it if `pieces` fails.
 *
 * @param pieces what is written, as it comes
 * @throws AdminError FILE_EXISTS, FILE_UNWRITABLE; whatever `pieces` throws
 */
export async function writeNewFile(file: string, pieces: AsyncIterable<string>): Promise<void> {
  await assertMissing(file);
  // In the same folder, since a file cannot be given a name on another disk.
  const unfinished = join(dirname(file), `.sf-admin-${randomUUID()}`);
  let handle: FileHandle | undefined;
  try {
    handle = await opened(unfinished, file);
    for await (const piece of pieces) await explained(file, handle.appendFile(piece));
    await explained(file, handle.sync());
    await explained(file, named(unfinished, file));
  } finally {
    await handle?.close();
    if (handle !== undefined) await rm(unfinished, { force: true });
  }
}

/**
 * Refuses a file that exists, before anything is read for it.
 *
 * @throws AdminError FILE_EXISTS, FILE_UNWRITABLE
 */
export async function assertMissing(file: string): Promise<void> {
  try {
    await lstat(file);
  } catch (error) {
    if (isSystemError(error, 'ENOENT')) return;
    throw newFileError(file, error);
  }
  throw exists(file);
}

/** Explains an error of the file system; other errors are returned as they are. */
export function newFileError(file: string, error: unknown): unknown {
  if (!isSystemError(error)) return error;
  if (error.code === 'EEXIST') return exists(file, error);
  const reason = error.code === 'ENOENT' ? 'there is no such folder' : systemReason(error);
  return new AdminError('FILE_UNWRITABLE', `${file} cannot be written: ${reason}`, {
    hint: 'Check its folder, the permissions, and the space on the disk.',
    cause: error,
  });
}

function opened(unfinished: string, file: string): Promise<FileHandle> {
  return explained(file, open(unfinished, 'wx', 0o600));
}

/** A link does not replace a file that has come into being in the meantime, as renaming would. */
async function named(unfinished: string, file: string): Promise<void> {
  try {
    await link(unfinished, file);
  } catch (error) {
    if (!isSystemError(error, ...NO_LINKS)) throw error;
    await assertMissing(file);
    await rename(unfinished, file);
  }
}

async function explained<T>(file: string, work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    throw newFileError(file, error);
  }
}

function exists(file: string, cause?: unknown): AdminError {
  return new AdminError('FILE_EXISTS', `${file} already exists`, {
    hint: 'Use another file, or remove this one first.',
    cause,
  });
}
