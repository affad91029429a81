import { createHash, randomUUID } from 'node:crypto';
import { readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import type { Directory } from '../../directory.js';
import { makeFolder } from '../../files/make-folder.js';
import { dataFolderError, isSystemError } from '../../files/system-error.js';
import { LineMap } from './line-map.js';

/** What is kept of a job that was made here: where its lines came from. */
export interface KeptJob {
  /** The name of the file that was imported, without its folder; `-` for stdin. */
  readonly source: string;
  /** Users that the job was given. */
  readonly rows: number;
  readonly lines: LineMap;
}

/** Milliseconds after which a compiled file was left behind by a process that was killed. It holds personal data. */
const LEFT_BEHIND = 24 * 60 * 60 * 1000;

type Place = Pick<Directory, 'dataFolder' | 'endpoint'>;

/**
 * A path for a compiled file, in a folder for this user alone. Those that a killed process left behind are removed.
 *
 * @throws AdminError DATA_FOLDER
 */
export async function newCompiledFile(place: Place): Promise<string> {
  const folder = folderOf(place);
  try {
    await makeFolder(folder);
    for (const name of await readdir(folder)) {
      const path = join(folder, name);
      if (!name.endsWith('.csv')) continue;
      if (await isLeftBehind(path)) await rm(path, { force: true });
    }
    return join(folder, `${randomUUID()}.csv`);
  } catch (error) {
    throw unwritableFolder(place, error);
  }
}

/** One that is gone by now was another import's, which has just ended. */
async function isLeftBehind(path: string): Promise<boolean> {
  try {
    return Date.now() - (await stat(path)).mtimeMs > LEFT_BEHIND;
  } catch (error) {
    if (isSystemError(error, 'ENOENT')) return false;
    throw error;
  }
}

/** Keeps what is known of a job. @throws AdminError DATA_FOLDER */
export async function keepJob(place: Place, jobId: string, kept: KeptJob): Promise<void> {
  try {
    await writeFile(jobFile(place, jobId), JSON.stringify({ v: 1, ...kept }), { mode: 0o600 });
  } catch (error) {
    throw unwritableFolder(place, error);
  }
}

/** What was kept of a job; `undefined` where it was made elsewhere, or the file is none of ours any more. */
export async function keptJob(place: Place, jobId: string): Promise<KeptJob | undefined> {
  try {
    const kept = JSON.parse(await readFile(jobFile(place, jobId), 'utf8')) as Partial<
      Record<'source' | 'rows' | 'lines', unknown>
    > | null;
    const { source, rows, lines } = kept ?? {};
    if (typeof source !== 'string' || typeof rows !== 'number' || !isStretches(lines)) return undefined;
    return { source, rows, lines: new LineMap(lines) };
  } catch (error) {
    if (error instanceof SyntaxError || isSystemError(error)) return undefined;
    throw error;
  }
}

/** What the system says, as an error of the data folder; anything else is thrown as it is. */
export function unwritableFolder(place: Place, error: unknown): unknown {
  return dataFolderError(folderOf(place), error, 'Nothing was imported.');
}

function folderOf({ dataFolder }: Place): string {
  return join(dataFolder, 'imports');
}

/** Two pools, and two endpoints of one, may give the same ID to different jobs. */
function jobFile(place: Place, jobId: string): string {
  const { poolId, url = '' } = place.endpoint;
  const where = createHash('sha256').update(`${poolId} ${url}`).digest('hex').slice(0, 8);
  return join(folderOf(place), `${jobId.replaceAll(/[^\w-]/g, '_')}-${where}.json`);
}

function isStretches(value: unknown): value is [number, number][] {
  return (
    Array.isArray(value) &&
    value.every(
      (one) => Array.isArray(one) && one.length === 2 && one.every((part) => typeof part === 'number'),
    )
  );
}
