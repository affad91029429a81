import { readFileSync } from 'node:fs';

import { AdminError } from '../../errors.js';
import { assertOwnLink } from '../../files/own-file.js';
import { isSystemError, systemReason } from '../../files/system-error.js';

/**
 * The text of a contexts file, without a byte order mark; undefined if there is no such file.
 *
 * @throws AdminError UNSAFE_FILE if somebody else may have changed it; INVALID_CONFIG if it exists but cannot be read, or is
 *   not UTF-8.
 */
export function readText(file: string): string | undefined {
  let bytes: Uint8Array;
  try {
    assertOwnLink(file, 'another contexts file: SF_ADMIN_CONFIG');
    bytes = readFileSync(file);
  } catch (error) {
    if (isSystemError(error, 'ENOENT')) return undefined;
    if (!isSystemError(error)) throw error;
    throw new AdminError('INVALID_CONFIG', `${file} cannot be read: ${systemReason(error)}`, {
      hint: HINTS[error.code ?? ''] ?? 'Check the file and its folder',
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
  EISDIR: 'Specify the file in it',
};
