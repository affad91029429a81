import { readFile } from 'node:fs/promises';

import { isSystemError } from '../../files/system-error.js';
import { FIRST_PREV } from './link-hash.js';

/**
 * How far the file goes: the number and the hash of its last line. It is kept beside the file, since a chain alone does
 * not tell that its end is missing.
 */
export interface Head {
  readonly n: number;
  readonly hash: string;
}

export const EMPTY_HEAD: Head = { n: 0, hash: FIRST_PREV };

/** Reads the head that belongs to a history file; `undefined` where there is none, or what is there is none. */
export async function readHead(file: string): Promise<Head | undefined> {
  try {
    const head: unknown = JSON.parse(await readFile(headFile(file), 'utf8'));
    return isHead(head) ? head : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    if (isSystemError(error, 'ENOENT')) return undefined;
    throw error;
  }
}

/**
 * Replaces the head as a whole: a process that is killed leaves the old one or the new one. It is not waited for until it
 * is on the disk: after a power cut an older head tells of fewer lines than there are, which is no fault.
 */
export async function writeHead(file: string, head: Head): Promise<void> {
  const { default: writeFileAtomic } = await import('write-file-atomic');
  await writeFileAtomic(headFile(file), `${JSON.stringify(head)}\n`, { mode: 0o600, fsync: false });
}

function headFile(file: string): string {
  return `${file}.head`;
}

function isHead(value: unknown): value is Head {
  if (typeof value !== 'object' || value === null) return false;
  const { n, hash } = value as Partial<Record<keyof Head, unknown>>;
  return Number.isSafeInteger(n) && typeof hash === 'string';
}
