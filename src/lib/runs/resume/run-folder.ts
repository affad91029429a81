import { createHash } from 'node:crypto';
import { readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';

import { AdminError } from '../../errors.js';
import { SHORT_PATIENCE, withLock } from '../../files/lock.js';
import { makeFolder } from '../../files/make-folder.js';
import { dataFolderError } from '../../files/system-error.js';

/** What is kept of a run from its first row to its last, so that it can be gone on with. */
export interface RunHead {
  readonly v: 1;
  /** A ULID; the history names it with each row. */
  readonly id: string;
  /** Tells the command, with the flags that decide what it does, and the input's name; see `runKey`. */
  readonly key: string;
  /** SHA-256 of the input's bytes, in hex. */
  readonly digest: string;
  /** The absolute path of the file that its generated passwords are in. */
  readonly credentials: string | null;
  /** That of the file that its failed rows are in. */
  readonly failures: string | null;
}

/** A run that was cut off. */
export interface InterruptedRun {
  readonly folder: RunFolder;
  readonly head: RunHead;
}

/** The folder of one run: its head, its rows, and what was planned for them. */
export interface RunFolder {
  readonly id: string;
  readonly path: string;
  readonly rows: string;
  readonly plans: string;
  /** Whose lock keeps other processes away. It stands elsewhere, as the folder goes while some may wait for it. */
  readonly lock: string;
}

/** By what a run is found again: the same command, on the same pool, with the same input. */
export function runKey(parts: object): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex');
}

/**
 * Makes the folder of a run that is new. Without a head it is nothing yet.
 *
 * @throws AdminError DATA_FOLDER
 */
export async function makeRunFolder(dataFolder: string, id: string): Promise<RunFolder> {
  const folder = folderOf(dataFolder, id);
  try {
    await makeFolder(folder.path);
  } catch (error) {
    throw dataFolderError(dataFolder, error, 'Nothing was changed.');
  }
  return folder;
}

/** Milliseconds that reading and planning take at the very most. */
const LONGEST_PLANNING = 86_400_000;

/** Milliseconds for which a run that was cut off can be gone on with: thirty days. */
const KEPT = 30 * 86_400_000;

/**
 * Removes the folders of processes that were killed before their run had begun, and of runs that nobody has gone on with
 * for long: what rows say of people is not to lie about.
 */
export async function removeOldRunFolders(dataFolder: string): Promise<void> {
  const { decodeTime, isValid } = await import('ulid');
  for (const name of await readdir(join(dataFolder, RUNS)).catch(() => [])) {
    const age = isValid(name) ? Date.now() - decodeTime(name) : 0;
    const folder = folderOf(dataFolder, name);
    const isLeft = age > KEPT || (age > LONGEST_PLANNING && !(await hasRunHead(folder)));
    if (isLeft) await removeRunFolder(folder);
  }
}

/** Notes that a run has begun. */
export async function writeRunHead(folder: RunFolder, head: RunHead): Promise<void> {
  const { default: writeFileAtomic } = await import('write-file-atomic');
  await writeFileAtomic(join(folder.path, HEAD), `${JSON.stringify(head)}\n`, { mode: 0o600 });
}

/** Whether a run has begun and not come to its end. */
export async function hasRunHead(folder: RunFolder): Promise<boolean> {
  return (await readHead(folder)) !== undefined;
}

/** Removes what is kept of a run. */
export async function removeRunFolder({ path }: RunFolder): Promise<void> {
  await rm(path, { recursive: true, force: true });
}

/** The runs of a command that have not come to their end, the newest first. */
export async function interruptedRuns(dataFolder: string, key: string): Promise<InterruptedRun[]> {
  const names = await readdir(join(dataFolder, RUNS)).catch(() => []);
  const found: InterruptedRun[] = [];
  // A ULID sorts by its time.
  for (const name of names.sort().reverse()) {
    const folder = folderOf(dataFolder, name);
    const head = await readHead(folder);
    if (head?.key === key) found.push({ folder, head });
  }
  return found;
}

const RUNS = 'runs';
const HEAD = 'run.json';

function folderOf(dataFolder: string, id: string): RunFolder {
  const path = join(dataFolder, RUNS, id);
  return {
    id,
    path,
    rows: join(path, 'rows.ndjson'),
    plans: join(path, 'plans.ndjson'),
    lock: join(dataFolder, 'locks', `run-${id}`),
  };
}

async function readHead(folder: RunFolder): Promise<RunHead | undefined> {
  try {
    const head = JSON.parse(await readFile(join(folder.path, HEAD), 'utf8')) as Partial<RunHead>;
    return head.v === 1 && head.id === folder.id ? (head as RunHead) : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Runs `work` while no other process resumes the same run.
 *
 * @throws AdminError CHANGED_UNDERNEATH if another process carries out the run; whatever `work` throws
 */
export function withRunLock<T>({ lock, id }: RunFolder, work: () => Promise<T>): Promise<T> {
  return withLock(lock, work, {
    patience: SHORT_PATIENCE,
    explain: (error) =>
      error instanceof AdminError
        ? new AdminError('CHANGED_UNDERNEATH', `run ${id} is in progress in another process`, {
            hint: 'Wait until it ends. To stop it, interrupt that process.',
            cause: error,
          })
        : error,
  });
}
