import { mkdir, mkdtemp, rmdir } from 'node:fs/promises';
import { dirname } from 'node:path';

import { AdminError } from '../errors.js';

/** Milliseconds after which a lock that its holder no longer renews counts as left behind by a killed process. */
const STALE = 5_000;
/** About a minute of patience: tens of processes, each holding the lock for a few calls. */
const RETRIES = { retries: 500, minTimeout: 5, maxTimeout: 150, factor: 1.3, randomize: true } as const;

/**
 * Runs `work` while this process alone, of all on the machine, holds the lock that belongs to a file. The file need
 * not exist; its folder is made, for this user only. The lock is a folder beside the file, which every platform makes
 * atomically.
 *
 * @param work is given a check to call right before it writes: a process that was stopped for longer than the lock
 *   lasts has lost it
 * @throws AdminError CHANGED_UNDERNEATH where the lock does not come free, or was lost before the check; the system's
 *   error where the folder cannot be written; whatever `work` throws
 */
export async function withLock<T>(file: string, work: (assertHeld: () => void) => Promise<T>): Promise<T> {
  const { default: lockfile } = await import('proper-lockfile');
  await mkdir(dirname(file), { recursive: true, mode: 0o700 });
  // Where a folder can never be made, the library would still try for as long as it is patient.
  await rmdir(await mkdtemp(`${file}.probe-`));
  const lock = { lost: false };
  // Thrown from a timer by default, where nothing can catch it.
  const onCompromised = () => {
    lock.lost = true;
  };
  const options = { realpath: false, stale: STALE, retries: RETRIES, onCompromised };
  const release = await lockfile.lock(file, options).catch((error: unknown) => {
    throw isLocked(error) ? busy(file, error) : error;
  });
  try {
    return await work(() => {
      if (lock.lost) throw busy(file);
    });
  } finally {
    // A lock that was lost is another's by now, and not ours to release.
    if (!lock.lost) await release();
  }
}

function isLocked(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ELOCKED';
}

function busy(file: string, cause?: unknown): AdminError {
  return new AdminError('CHANGED_UNDERNEATH', `${file} is being changed by another process`, {
    hint: `Run the command again; if no other sf-admin is running, remove the folder ${file}.lock`,
    cause,
  });
}
