import { AdminError } from '../errors.js';

/**
 * Whether the operating system refused a call, as Node reports it: with one of the `codes` (`ENOENT`), or with any code
 * if none is given.
 */
export function isSystemError(error: unknown, ...codes: readonly string[]): error is NodeJS.ErrnoException {
  if (!(error instanceof Error) || !('syscall' in error)) return false;
  return codes.length === 0 || codes.includes(codeOf(error));
}

/** Calls such as `os.userInfo` fail with ERR_SYSTEM_ERROR, and have the system's code within. */
function codeOf(error: Error & { code?: unknown; info?: { code?: unknown } }): string {
  return String(error.code === 'ERR_SYSTEM_ERROR' ? error.info?.code : error.code);
}

/** What the operating system's codes mean (errno(3)), as the end of a sentence. */
const REASONS: Partial<Record<string, string>> = {
  EACCES: 'permission denied',
  EBUSY: 'it is in use',
  EDQUOT: 'the disk quota is used up',
  EEXIST: 'there is already a file with its name',
  EFBIG: 'the file is too large',
  EIO: 'the device reports an error',
  EISDIR: 'it is a folder',
  ELOOP: 'its path has too many symbolic links',
  EMFILE: 'too many files are open',
  ENAMETOOLONG: 'its name is too long',
  ENFILE: 'too many files are open',
  ENOENT: 'there is no such file or folder',
  ENOSPC: 'no space is left on the disk',
  ENOTDIR: 'a part of its path is not a folder',
  // A named pipe that no program reads, or a socket (open(2)).
  ENXIO: 'it is not a file',
  EPERM: 'permission denied',
  EROFS: 'the file system is read-only',
};

/** Why the operating system refused a call, as the end of a sentence. Any other error is its message. */
export function systemReason(error: Error): string {
  if (!isSystemError(error)) return error.message;
  const code = codeOf(error);
  return REASONS[code] ?? `the system reports ${code === 'undefined' ? 'an unknown error' : code}`;
}

/**
 * The error to throw if sf-admin's data folder, or a folder in it, cannot be written.
 *
 * @param consequence the first sentence of the hint: what was not done
 * @returns AdminError DATA_FOLDER for a system error; any other error unchanged
 */
export function dataFolderError(folder: string, error: unknown, consequence: string): unknown {
  if (!isSystemError(error)) return error;
  return new AdminError('DATA_FOLDER', `cannot write to ${folder}: ${systemReason(error)}`, {
    hint: `${consequence} Check its permissions and the space on its disk, or use another folder: SF_ADMIN_DATA_DIR`,
    cause: error,
  });
}
