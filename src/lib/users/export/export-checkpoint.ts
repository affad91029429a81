import { open, readFile, rename, rm } from 'node:fs/promises';

import type { FilePrefix } from '../../files/growing-file.js';
import { isSystemError } from '../../files/system-error.js';

/** What decides what an export writes, by the names of the flags; `null` for a flag that is not given. */
export type ExportOptions = Readonly<Record<string, string | null>>;

/**
 * How far an export has come, as JSON beside the file that it writes. Later versions must read it, so its keys and those
 * of the options must keep their names.
 */
export interface ExportCheckpoint {
  readonly v: 1;
  /** The options that the export was started with. */
  readonly terms: ExportOptions;
  /** The token of the next page; `null` before the first. */
  readonly token: string | null;
  /** How many users were read, and how many of them are in the file. */
  readonly read: number;
  readonly found: number;
  /** What the file holds of them: anything after it is cut off on resume. */
  readonly written: FilePrefix;
}

/** The path of the checkpoint of an export to `file`. */
export function checkpointFile(file: string): string {
  return `${file}.checkpoint`;
}

/**
 * Reads the checkpoint of an export.
 *
 * @returns `undefined` if there is none; `unreadable` if the file is not a checkpoint
 * @throws the system's error if the file cannot be read
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

/** Replaces the checkpoint atomically, and returns once it is on the disk. The caller must hold the file's lock. */
export async function writeCheckpoint(file: string, checkpoint: ExportCheckpoint): Promise<void> {
  // The temporary file has a fixed name: one that a killed process leaves behind is replaced or removed later.
  const handle = await open(temporaryFile(file), 'w', 0o600);
  try {
    await handle.writeFile(`${JSON.stringify(checkpoint)}\n`);
    await handle.datasync();
  } finally {
    await handle.close();
  }
  await rename(temporaryFile(file), checkpointFile(file));
}

/** Removes the checkpoint of a finished export. */
export async function removeCheckpoint(file: string): Promise<void> {
  await rm(temporaryFile(file), { force: true });
  await rm(checkpointFile(file), { force: true });
}

function temporaryFile(file: string): string {
  return `${checkpointFile(file)}.next`;
}

function isCheckpoint(value: unknown): value is ExportCheckpoint {
  if (typeof value !== 'object' || value === null) return false;
  const { v, terms, token, read, found, written } = value as Partial<Record<keyof ExportCheckpoint, unknown>>;
  return (
    v === 1 &&
    isOptions(terms) &&
    (token === null || typeof token === 'string') &&
    isCount(read) &&
    isCount(found) &&
    isPrefix(written)
  );
}

function isOptions(value: unknown): value is ExportOptions {
  if (typeof value !== 'object' || value === null) return false;
  return Object.values(value).every((option) => option === null || typeof option === 'string');
}

function isPrefix(value: unknown): value is FilePrefix {
  if (typeof value !== 'object' || value === null) return false;
  const { bytes, sha256 } = value as Partial<Record<keyof FilePrefix, unknown>>;
  return isCount(bytes) && typeof sha256 === 'string';
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}
