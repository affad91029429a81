import { readFile } from 'node:fs/promises';
import { AdminError } from '../../errors.js';
import { assertOwnLink } from '../../files/own-file.js';
import { isSystemError } from '../../files/system-error.js';

/**
 * The text of a contexts file, without a byte order mark; undefined if there is no such file.
 *
 * @throws AdminError UNSAFE_FILE if somebody else may have changed it; INVALID_CONFIG if it exists but cannot be read, or is
 *   not UTF-8.
 */
export async function readText(file: string): Promise<string | undefined> {
  let bytes: Uint8Array;
  try {
    await assertOwnLink(file);
    bytes = await readFile(file);
  } catch (error) {
    if (isSystemError(error, 'ENOENT')) return undefined;
    if (error instanceof AdminError) throw error;
    const code = (isSystemError(error) ? error.code : undefined) ?? 'unknown error';
    throw new AdminError('INVALID_CONFIG', `${file} cannot be read (${code})`, {
      hint: HINTS[code] ?? 'Check the file and its folder',
      cause: error,
    });
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (error) {
    throw new AdminError('INVALID_CONFIG', `${file} is not UTF-8 text`, { hint: 'Save it as UTF-8', cause: error });
  }
}

const HINTS: Record<string, string> = {
  EACCES: 'You need permission to read it',
  EPERM: 'You need permission to read it',
  EISDIR: 'It is a folder: specify the file in it',
  ENOTDIR: 'Part of its path is a file, not a folder',
};
