// Nothing of `fs/promises` is loaded for a look at a file: that, and the threads that it starts, would slow a completion down.
import { constants, lstatSync, openSync, promises, realpathSync, type Stats, statSync } from 'node:fs';
import type { FileHandle } from 'node:fs/promises';
import { dirname } from 'node:path';

import { AdminError } from '../errors.js';
import { shellWord } from '../text/quoted.js';
import { isSystemError } from './system-error.js';

/** Flags of `openOwn`: to read; to replace, or append to, a file that is made if it is missing. */
export const READ = constants.O_RDONLY;
export const WRITE = constants.O_WRONLY | constants.O_CREAT | constants.O_TRUNC;
export const APPEND = constants.O_RDWR | constants.O_APPEND | constants.O_CREAT;

/** Refuses a symbolic link. Windows has no such flag, whatever the types say. */
export const NO_FOLLOW = (constants as Partial<typeof constants>).O_NOFOLLOW ?? 0;

/**
 * Opens a file of sf-admin's own: one that `assertOwn` accepts. A new file is readable by its user only.
 *
 * @param elsewhere see `assertOwn`
 * @throws AdminError UNSAFE_FILE; the system's error if it cannot be opened
 */
export async function openOwn(file: string, flags: number, elsewhere?: string): Promise<FileHandle> {
  assertOwn(file, elsewhere);
  return promises.open(file, flags | NO_FOLLOW, 0o600);
}

/**
 * Like `openOwn`, to read.
 *
 * @returns the descriptor of the file, which the caller closes
 * @throws AdminError UNSAFE_FILE; the system's error if it cannot be opened
 */
export function openOwnToRead(file: string): number {
  assertOwn(file);
  return openSync(file, READ | NO_FOLLOW);
}

/**
 * Refuses a file that somebody else may have put in place or written to: a symbolic link, a file of another user, one
 * that others may write to, or one in a folder of which that holds. A file that is missing is accepted if its folder is.
 * Root owns every file anyway, so files of root are accepted. Windows has no such owners and modes. Something that is
 * neither a file nor a folder, such as a named pipe, is refused too: opening one may wait for ever.
 *
 * @param elsewhere what can be used in place of a symbolic link, for the hint
 * @throws AdminError UNSAFE_FILE, with how to repair it; the system's error if the file cannot be looked at
 */
export function assertOwn(file: string, elsewhere = 'another data folder: SF_ADMIN_DATA_DIR'): void {
  const user = process.geteuid?.();
  if (user === undefined) return;
  assertOwnFolder(dirname(file), user);
  const found = whatIs(lstatSync, file);
  if (found?.isSymbolicLink() === true) {
    throw new AdminError('UNSAFE_FILE', `${file} is a symbolic link`, {
      hint: `Replace it by the file itself, or use ${elsewhere}`,
    });
  }
  if (found !== undefined && !found.isFile() && !found.isDirectory()) {
    throw new AdminError('UNSAFE_FILE', `${file} is not a file`, {
      hint: `Move it away, or use ${elsewhere}`,
    });
  }
  const itself = owned(found, user);
  if (!itself.isOwn) throw notOwn(file, file, `chown ${user}`);
  if (itself.isWritable) throw writable(file, file);
}

/**
 * Like `assertOwn`, for a file that may be a symbolic link of its user's to a file that `assertOwn` accepts.
 *
 * @throws AdminError UNSAFE_FILE; the system's error if the file cannot be looked at
 */
export function assertOwnLink(file: string, elsewhere?: string): void {
  const user = process.geteuid?.();
  if (user === undefined) return;
  const link = whatIs(lstatSync, file);
  const isLink = link?.isSymbolicLink() === true;
  if (isLink) {
    assertOwnFolder(dirname(file), user);
    if (!owned(link, user).isOwn) throw notOwn(file, file, `chown -h ${user}`);
  }
  assertOwn(isLink ? realpathSync(file) : file, elsewhere);
}

function assertOwnFolder(folder: string, user: number): void {
  const { isOwn, isWritable, isSticky } = owned(whatIs(statSync, folder), user);
  if (!isOwn) throw notOwn(`the folder ${folder}`, folder, `chown ${user}`);
  // In a sticky folder, such as /tmp, others cannot replace a file that is there.
  if (isWritable && !isSticky) throw writable(`the folder ${folder}`, folder);
}

function whatIs(look: (path: string) => Stats, path: string): Stats | undefined {
  try {
    return look(path);
  } catch (error) {
    // ENOTDIR: its folder is a file, which the reading or writing itself reports.
    if (isSystemError(error, 'ENOENT', 'ENOTDIR')) return undefined;
    throw error;
  }
}

function owned(found: Stats | undefined, user: number) {
  if (found === undefined) return { isOwn: true, isWritable: false, isSticky: false };
  return {
    isOwn: found.uid === user || found.uid === 0,
    isWritable: (found.mode & 0o022) !== 0,
    isSticky: (found.mode & 0o1000) !== 0,
  };
}

function notOwn(what: string, path: string, command: string): AdminError {
  return new AdminError('UNSAFE_FILE', `${what} belongs to another user`, {
    hint: `Somebody else may have put it there. If you trust what it holds: sudo ${command} ${shellWord(path)}`,
  });
}

function writable(what: string, path: string): AdminError {
  return new AdminError('UNSAFE_FILE', `other users can write to ${what}`, {
    hint: `Somebody else may have changed what is there. If it is as you left it: chmod go-w ${shellWord(path)}`,
  });
}
