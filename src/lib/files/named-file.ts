import { constants } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';

import { AdminError } from '../errors.js';
import { quoted } from '../text/quoted.js';
import { systemReason } from './system-error.js';

/**
 * Without this flag, opening a named pipe waits for its other end, in a thread that no signal ends. Windows has no such flag,
 * whatever the types say.
 */
export const NO_WAITING = (constants as Partial<typeof constants>).O_NONBLOCK ?? 0;

/** More than any file that is read as a whole: a review of more than a million users. */
export const LARGEST = 500_000_000;

/** What the messages say of a file that a user names. */
export interface NamedFile {
  /** What it is, such as `the checkpoint`; left out where the command line says so. */
  readonly what?: string;
  /** What to do if it cannot be read. */
  readonly hint: string;
}

/**
 * The content of a file that a user names, on the command line or in a variable.
 *
 * @throws AdminError USAGE if it cannot be read, is not a file, or is larger than `maxBytes`
 */
export async function readNamedFile(
  file: string,
  { maxBytes, ...named }: NamedFile & { readonly maxBytes: number },
): Promise<Buffer> {
  const handle = await openNamedFile(file, named);
  try {
    const { size } = await handle.stat();
    if (size > maxBytes) throw new Error(`it is larger than ${sizeText(maxBytes)}`);
    return await handle.readFile();
  } catch (error) {
    throw unreadable(file, named, error);
  } finally {
    await handle.close();
  }
}

/**
 * Opens a file that a user names, to read it in pieces. Anything else, such as a named pipe or a device, is refused: it may
 * have no end.
 *
 * @throws AdminError USAGE if it cannot be opened, or is not a file
 */
export async function openNamedFile(file: string, named: NamedFile): Promise<FileHandle> {
  let handle: FileHandle | undefined;
  try {
    handle = await open(file, constants.O_RDONLY | NO_WAITING);
    if (!(await handle.stat()).isFile()) throw new Error('it is not a file');
    return handle;
  } catch (error) {
    await handle?.close();
    throw unreadable(file, named, error);
  }
}

function unreadable(file: string, { what, hint }: NamedFile, error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  const name = what === undefined ? quoted(file) : `${what} ${quoted(file)}`;
  return new AdminError('USAGE', `cannot read ${name}: ${systemReason(error)}`, { hint, cause: error });
}

function sizeText(bytes: number): string {
  if (bytes >= 1_000_000) return `${bytes / 1_000_000} MB`;
  return bytes >= 1_000 ? `${bytes / 1_000} kB` : `${bytes} bytes`;
}
