import { hash } from 'node:crypto';
import { type FileHandle, rename, rm, writeFile } from 'node:fs/promises';

import { openOwn, READ } from '../../files/own-file.js';
import { isSystemError } from '../../files/system-error.js';

/**
 * The number and the hash of a history's last line. They are kept in a file beside it, since the chain of hashes alone
 * does not show that its end is missing.
 */
export interface Head {
  readonly n: number;
  readonly hash: string;
}

/** The head of an empty history. The first line has this hash as that of the line before it. */
export const EMPTY_HEAD: Head = { n: 0, hash: '0'.repeat(64) };

/** SHA-256 of a line without its line feed, in hex, as the next line holds it. */
export function linkHash(line: string | Buffer): string {
  return hash('sha256', line, 'hex');
}

/** Reads the head of a history file; `undefined` if there is none, or it is not valid. */
export async function readHead(file: string): Promise<Head | undefined> {
  let handle: FileHandle;
  try {
    handle = await openOwn(headFile(file), READ);
  } catch (error) {
    if (isSystemError(error, 'ENOENT')) return undefined;
    throw error;
  }
  try {
    const head: unknown = JSON.parse(await handle.readFile('utf8'));
    return isHead(head) ? head : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  } finally {
    await handle.close();
  }
}

/**
 * Replaces the head as a whole: a process that is killed leaves the old one or the new one. It is not synced to the disk:
 * after a power failure an older head counts fewer lines than the file has, which is not a fault. To be called under the
 * file's lock. Not with write-file-atomic, which asks the system four times as often: a run writes a head for every few rows.
 */
export async function writeHead(file: string, head: Head): Promise<void> {
  // With the process's number: a suspended process that has lost the lock would otherwise write to another one's file.
  const unfinished = `${headFile(file)}.${process.pid}`;
  try {
    await writeFile(unfinished, `${JSON.stringify(head)}\n`, { mode: 0o600 });
    await rename(unfinished, headFile(file));
  } catch (error) {
    await rm(unfinished, { force: true }).catch(() => undefined);
    throw error;
  }
}

/** The path of a history's head. */
function headFile(file: string): string {
  return `${file}.head`;
}

function isHead(value: unknown): value is Head {
  if (typeof value !== 'object' || value === null) return false;
  const { n, hash } = value as Partial<Record<keyof Head, unknown>>;
  return Number.isSafeInteger(n) && typeof hash === 'string';
}
