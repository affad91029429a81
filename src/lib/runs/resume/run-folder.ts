import { createHash } from 'node:crypto';
import { readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';

import { AdminError } from '../../errors.js';
import { SHORT_TIMEOUT, withLock } from '../../files/lock.js';
import { makeFolder } from '../../files/make-folder.js';
import { assertOwn } from '../../files/own-file.js';
import { dataFolderError } from '../../files/system-error.js';
import { quoted } from '../../text/quoted.js';

/** What identifies a run, from its first change until its last row is done. Other versions of sf-admin read it. */
export interface RunHead {
  readonly v: 1;
  /** A ULID. The history records each row under it. */
  readonly id: string;
  /** See `runKey`. */
  readonly key: string;
  /** SHA-256 of the input's bytes, in hex. */
  readonly digest: string;
  /** The absolute path of the file with its generated passwords. */
  readonly credentials: string | null;
  /** The absolute path of the file with its failed rows. */
  readonly failures: string | null;
}

export interface InterruptedRun {
  readonly folder: RunFolder;
  readonly head: RunHead;
}

/** The folder of one run: its head, its rows and its planned rows. */
export interface RunFolder {
  readonly id: string;
  readonly path: string;
  readonly rows: string;
  readonly plans: string;
  /** The file to lock. It is outside the folder, which may be removed while other processes wait for the lock. */
  readonly lock: string;
}

/**
 * By what `--resume` finds a run: a hash of the operation, the pool and the input's name.
 *
 * @param parts serialised as they are, so their keys and the order of the keys must not change between versions
 */
export function runKey(parts: object): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex');
}

/**
 * Makes the folder of a new run. It counts as a run only once it has a head.
 *
 * @throws AdminError DATA_FOLDER; UNSAFE_FILE
 */
export async function makeRunFolder(dataFolder: string, id: string): Promise<RunFolder> {
  const folder = folderOf(dataFolder, id);
  try {
    assertOwn(folder.path);
    await makeFolder(folder.path);
  } catch (error) {
    throw dataFolderError(dataFolder, error, 'Nothing was changed.');
  }
  return folder;
}

const DAY = 86_400_000;
/** Milliseconds for which a folder without a head is kept, more than reading and planning take. */
const LONGEST_PLANNING = DAY;
/** Milliseconds for which an interrupted run can be resumed. */
const KEPT = 30 * DAY;

/**
 * Removes the folders of runs that were killed before their first change, and of runs that were started long ago and
 * not resumed: their rows are personal data. The age of a run is that of its ID.
 */
export async function removeOldRunFolders(dataFolder: string): Promise<void> {
  const { decodeTime, isValid } = await import('ulid');
  for (const name of await runNames(dataFolder)) {
    const age = isValid(name) ? Date.now() - decodeTime(name) : 0;
    const folder = folderOf(dataFolder, name);
    const isOld = age > KEPT || (age > LONGEST_PLANNING && !(await hasRunHead(folder)));
    if (isOld) await removeRunFolder(folder);
  }
}

/** Records durably that a run has started. */
export async function writeRunHead(folder: RunFolder, head: RunHead): Promise<void> {
  const { default: writeFileAtomic } = await import('write-file-atomic');
  await writeFileAtomic(join(folder.path, HEAD), `${JSON.stringify(head)}\n`, { mode: 0o600 });
}

/** Whether a run has started and is not complete. */
export async function hasRunHead(folder: RunFolder): Promise<boolean> {
  return (await readHead(folder)) !== undefined;
}

export async function removeRunFolder({ path }: RunFolder): Promise<void> {
  await rm(path, { recursive: true, force: true });
}

/**
 * Finds the run to resume: the newest interrupted run of the same command on the same input.
 *
 * @param digest the digest of the input, as in `RunHead`
 * @param credentials the absolute path given as --credentials
 * @throws AdminError RUN_NOT_FOUND; INPUT_CHANGED; USAGE if the run's passwords are in another file than `credentials`
 */
export async function findInterruptedRun(
  dataFolder: string,
  { key, digest, credentials }: { key: string; digest: string; credentials: string | undefined },
): Promise<InterruptedRun> {
  const runs: InterruptedRun[] = [];
  // Newest first: ULIDs sort by time.
  for (const name of (await runNames(dataFolder)).sort().reverse()) {
    const folder = folderOf(dataFolder, name);
    const head = await readHead(folder);
    if (head?.key === key) runs.push({ folder, head });
  }
  const [newest] = runs;
  if (newest === undefined) {
    throw new AdminError('RUN_NOT_FOUND', 'no interrupted run of this command', {
      hint: 'A run is resumed with the same command, flags and input. To start a new run, leave out --resume.',
    });
  }
  const found = runs.find(({ head }) => head.digest === digest);
  if (found === undefined) {
    throw new AdminError('INPUT_CHANGED', `the input has changed since run ${newest.head.id} was started`, {
      hint: 'Nothing was written. Restore the input, or leave out --resume to start a new run.',
    });
  }
  const expected = found.head.credentials;
  if (expected === (credentials ?? null)) return found;
  throw new AdminError(
    'USAGE',
    expected === null
      ? 'the interrupted run has no credentials file'
      : `the interrupted run writes its passwords to ${quoted(expected)}`,
    { hint: expected === null ? 'Leave out --credentials.' : `Specify that file: --credentials ${expected}` },
  );
}

/**
 * Runs `work` while no other process resumes the same run.
 *
 * @throws AdminError CHANGED_UNDERNEATH if another process carries out the run; whatever `work` throws
 */
export function withRunLock<T>({ lock, id }: RunFolder, work: () => Promise<T>): Promise<T> {
  const explain = (error: unknown) =>
    error instanceof AdminError
      ? new AdminError('CHANGED_UNDERNEATH', `run ${id} is in progress in another process`, {
          hint: 'Wait until it ends, or interrupt that process.',
          cause: error,
        })
      : error;
  return withLock(lock, work, { timeout: SHORT_TIMEOUT, explain });
}

/**
 * Refuses a run that another process completed while this one waited for the lock.
 *
 * @throws AdminError RUN_NOT_FOUND
 */
export async function assertStillInterrupted(folder: RunFolder): Promise<void> {
  if (await hasRunHead(folder)) return;
  await removeRunFolder(folder);
  throw new AdminError('RUN_NOT_FOUND', `run ${folder.id} was completed by another process`, {
    hint: 'There is nothing left to resume.',
  });
}

const RUNS = 'runs';
const HEAD = 'run.json';

async function runNames(dataFolder: string): Promise<string[]> {
  return readdir(join(dataFolder, RUNS)).catch(() => []);
}

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

/** @throws AdminError UNSAFE_FILE if somebody else may have changed it */
async function readHead(folder: RunFolder): Promise<RunHead | undefined> {
  const file = join(folder.path, HEAD);
  assertOwn(folder.path);
  assertOwn(file);
  try {
    const head = JSON.parse(await readFile(file, 'utf8')) as Partial<RunHead>;
    return head.v === 1 && head.id === folder.id ? (head as RunHead) : undefined;
  } catch {
    return undefined;
  }
}
