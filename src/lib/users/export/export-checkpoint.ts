import { open, readFile, rename, rm } from 'node:fs/promises';

import type { FilePrefix } from '../../files/growing-file.js';
import { isSystemError } from '../../files/system-error.js';

/** What an export was asked for, by the flags that ask for it: `null` where one was left out. */
export type ExportOptions = Readonly<Record<string, string | null>>;

/** How far an export has come. It is kept beside the file that is written, and goes with it. */
export interface ExportCheckpoint {
  readonly v: 1;
  readonly terms: ExportOptions;
  /** Of the page that comes next; `null` before the first. */
  readonly token: string | null;
  /** How many users were read, and how many of them are in the file. */
  readonly read: number;
  readonly found: number;
  /** What the file holds of them. */
  readonly written: FilePrefix;
}

/** Where the checkpoint of an export to `file` is. */
export function checkpointFile(file: string): string {
  return `${file}.checkpoint`;
}

/**
 * Reads the checkpoint of an export: `undefined` where there is none, `unreadable` where what is there is none.
 *
 * @throws the system's error where the file cannot be read
 */
export async function readCheckpoint(file: string): Promise<ExportCheckpoint | 'unreadable' | undefined> {
  try {
    const value: unknown = JSON.parse(await readFile(checkpointFile(file), 'utf8'));
    return isCheckpoint(value) ? value : 'unreadable';
  } catch (error) {
    if (error instanceof SyntaxError) return 'unreadable';
    if (isSystemError(error, 'ENOENT')) return undefined;
    throw error;
  }
}

/** Replaces the checkpoint as a whole, and returns when it is on the disk. Only who holds the file's lock may do so. */
export async function writeCheckpoint(file: string, checkpoint: ExportCheckpoint): Promise<void> {
  // Of one name, so that a process killed right here leaves nothing behind that is not replaced or removed.
  const handle = await open(nextFile(file), 'w', 0o600);
  try {
    await handle.writeFile(`${JSON.stringify(checkpoint)}\n`);
    await handle.datasync();
  } finally {
    await handle.close();
  }
  await rename(nextFile(file), checkpointFile(file));
}

/** Removes the checkpoint of an export that is finished. */
export async function removeCheckpoint(file: string): Promise<void> {
  await rm(nextFile(file), { force: true });
  await rm(checkpointFile(file), { force: true });
}

function nextFile(file: string): string {
  return `${checkpointFile(file)}.next`;
}

function isCheckpoint(value: unknown): value is ExportCheckpoint {
  if (typeof value !== 'object' || value === null) return false;
  const { v, terms, token, read, found, written } = value as Partial<Record<keyof ExportCheckpoint, unknown>>;
  return (
    v === 1 &&
    isTerms(terms) &&
    (token === null || typeof token === 'string') &&
    isCount(read) &&
    isCount(found) &&
    isBeginning(written)
  );
}

function isTerms(value: unknown): value is ExportOptions {
  if (typeof value !== 'object' || value === null) return false;
  return Object.values(value).every((term) => term === null || typeof term === 'string');
}

function isBeginning(value: unknown): value is FilePrefix {
  if (typeof value !== 'object' || value === null) return false;
  const { bytes, sha256 } = value as Partial<Record<keyof FilePrefix, unknown>>;
  return isCount(bytes) && typeof sha256 === 'string';
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}
