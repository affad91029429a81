import { createHash, randomUUID } from 'node:crypto';
import { readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import type { output } from 'zod';

import type { Directory } from '../../directory.js';
import { makeFolder } from '../../files/make-folder.js';
import { assertOwn } from '../../files/own-file.js';
import { dataFolderError, isSystemError } from '../../files/system-error.js';
import { LineMap } from './line-map.js';

/** A compiled file holds personal data. One this old, in milliseconds, was left behind by a killed process. */
const MAX_AGE = 24 * 60 * 60 * 1000;

/** What is stored about a job that was created on this machine: where its lines came from. */
async function savedSchema() {
  // Only the report on a job needs it, and it would slow the start of the other commands.
  const { z } = await import('zod');
  return z.object({
    /** The name of the file that was imported, without its folder; `-` for stdin. */
    source: z.string(),
    /** Users in the compiled file. */
    rows: z.number(),
    /** The tenant of all its users; null if they are in several. Files of earlier versions do not have it. */
    tenantId: z.string().nullable().optional(),
    lines: z.array(z.tuple([z.number(), z.number()])).transform((lines) => new LineMap(lines)),
  });
}

type SavedJob = Readonly<output<Awaited<ReturnType<typeof savedSchema>>>>;

type Place = Pick<Directory, 'dataFolder' | 'endpoint'>;

/**
 * A path for a compiled file, in a folder that only this user can read. Old compiled files are removed.
 *
 * @throws AdminError DATA_FOLDER; UNSAFE_FILE
 */
export async function newCompiledFile(place: Place): Promise<string> {
  const folder = folderOf(place);
  try {
    await makeFolder(folder);
    for (const name of await readdir(folder)) {
      if (name.endsWith('.csv')) await removeIfOld(join(folder, name));
    }
    const file = join(folder, `${randomUUID()}.csv`);
    assertOwn(file);
    return file;
  } catch (error) {
    throw unwritableFolder(place, error);
  }
}

async function removeIfOld(path: string): Promise<void> {
  try {
    if (Date.now() - (await stat(path)).mtimeMs > MAX_AGE) await rm(path, { force: true });
  } catch (error) {
    // Another import has just ended and removed it.
    if (!isSystemError(error, 'ENOENT')) throw error;
  }
}

/** Stores where the lines of a job came from. @throws AdminError DATA_FOLDER; UNSAFE_FILE */
export async function saveJob(place: Place, jobId: string, job: SavedJob): Promise<void> {
  try {
    assertOwn(jobFile(place, jobId));
    await writeFile(jobFile(place, jobId), JSON.stringify({ v: 1, ...job }), { mode: 0o600 });
  } catch (error) {
    throw unwritableFolder(place, error);
  }
}

/**
 * What was stored about a job; `undefined` if it was created elsewhere, or the file is damaged.
 *
 * @throws AdminError UNSAFE_FILE
 */
export async function savedJob(place: Place, jobId: string): Promise<SavedJob | undefined> {
  try {
    assertOwn(jobFile(place, jobId));
    const value: unknown = JSON.parse(await readFile(jobFile(place, jobId), 'utf8'));
    return (await savedSchema()).safeParse(value).data;
  } catch (error) {
    if (error instanceof SyntaxError || isSystemError(error)) return undefined;
    throw error;
  }
}

/** A system error as AdminError DATA_FOLDER; any other error unchanged. */
export function unwritableFolder(place: Place, error: unknown): unknown {
  return dataFolderError(folderOf(place), error, 'Nothing was imported.');
}

function folderOf({ dataFolder }: Place): string {
  return join(dataFolder, 'imports');
}

/** The name has a digest of pool and endpoint, since two of them may give the same ID to different jobs. */
function jobFile(place: Place, jobId: string): string {
  const { poolId, url = '' } = place.endpoint;
  const pool = createHash('sha256').update(`${poolId} ${url}`).digest('hex').slice(0, 8);
  return join(folderOf(place), `${jobId.replaceAll(/[^\w-]/g, '_')}-${pool}.json`);
}
