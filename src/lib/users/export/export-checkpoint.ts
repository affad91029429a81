import { readFile, rename, rm } from 'node:fs/promises';

import type { output } from 'zod';

import { assertOwn, openOwn, WRITE } from '../../files/own-file.js';
import { isSystemError } from '../../files/system-error.js';

/** What decides what an export writes, by the names of the flags; `null` for a flag that is not given. */
export type ExportOptions = Readonly<Record<string, string | null>>;

/**
 * How far an export has come, as JSON beside the file that it writes. Later versions must read it, so its keys and those
 * of the options must keep their names.
 */
async function checkpointSchema() {
  // Only an export that is resumed needs it, and it would slow the start of every other.
  const { z } = await import('zod');
  const count = z.int().min(0);
  return z.object({
    v: z.literal(1),
    /** The options that the export was started with. */
    terms: z.record(z.string(), z.string().nullable()),
    /** The token of the next page; `null` before the first. */
    token: z.string().nullable(),
    /** How many users were read, and how many of them are in the file. */
    read: count,
    found: count,
    /** What the file contains of them. The rest of the file is cut off on resume. */
    written: z.object({ bytes: count, sha256: z.string() }),
  });
}

export type ExportCheckpoint = Readonly<output<Awaited<ReturnType<typeof checkpointSchema>>>>;

/** The checkpoint is beside the file, so another file has another checkpoint. */
const ELSEWHERE = 'another file for the export';

/** The path of the checkpoint of an export to `file`. */
export function checkpointFile(file: string): string {
  return `${file}.checkpoint`;
}

/**
 * Reads the checkpoint of an export.
 *
 * @returns `undefined` if there is none; `unreadable` if the file is not a checkpoint
 * @throws AdminError UNSAFE_FILE if somebody else may have changed it; the system's error if it cannot be read
 */
export async function readCheckpoint(file: string): Promise<ExportCheckpoint | 'unreadable' | undefined> {
  assertOwn(checkpointFile(file), ELSEWHERE);
  try {
    const value: unknown = JSON.parse(await readFile(checkpointFile(file), 'utf8'));
    return (await checkpointSchema()).safeParse(value).data ?? 'unreadable';
  } catch (error) {
    if (error instanceof SyntaxError) return 'unreadable';
    if (isSystemError(error, 'ENOENT')) return undefined;
    throw error;
  }
}

/** Replaces the checkpoint atomically, and returns once it is on the disk. The caller must hold the file's lock. */
export async function writeCheckpoint(file: string, checkpoint: ExportCheckpoint): Promise<void> {
  // The temporary file has a fixed name: one that a killed process leaves behind is replaced or removed later.
  const handle = await openOwn(temporaryFile(file), WRITE, ELSEWHERE);
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
