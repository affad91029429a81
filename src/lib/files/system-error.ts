import { AdminError } from '../errors.js';

/**
 * Whether the operating system refused a call, as Node reports it: with one of the `codes` (`ENOENT`), or with any code
 * if none is given.
 */
export function isSystemError(error: unknown, ...codes: readonly string[]): error is NodeJS.ErrnoException {
  if (!(error instanceof Error) || !('syscall' in error)) return false;
  return codes.length === 0 || ('code' in error && codes.includes(String(error.code)));
}

/**
 * The error to throw if sf-admin's data folder, or a folder in it, cannot be written.
 *
 * @param consequence the first sentence of the hint: what was not done
 * @returns AdminError DATA_FOLDER for a system error; any other error unchanged
 */
export function dataFolderError(folder: string, error: unknown, consequence: string): unknown {
  if (!isSystemError(error)) return error;
  return new AdminError('DATA_FOLDER', `cannot write to ${folder}: ${error.message}`, {
    hint: `${consequence} Check its permissions and the space on its disk, or use another folder: SF_ADMIN_DATA_DIR`,
    cause: error,
  });
}
