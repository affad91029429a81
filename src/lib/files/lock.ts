import { dirname } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

import { AdminError } from '../errors.js';
import { makeFolder } from './make-folder.js';

/** Milliseconds after which a lock that its holder no longer renews counts as left behind by a killed process. */
const STALE = 5_000;
/** Milliseconds in which the lock of a killed process has come free, and that of one that goes on has not. */
export const LEFT_BEHIND = STALE + 2_000;
/** Milliseconds of patience: tens of processes, each holding the lock for a few calls. */
const PATIENCE = 60_000;
/** Milliseconds between attempts: few at first, then more. */
const WAIT = { first: 5, most: 150, factor: 1.3 } as const;

/**
 * Runs `work` while this process alone, of all on the machine, holds the lock that belongs to a file. The file need
 * not exist; its folder is made, for this user only. The lock is a folder beside the file, which every platform makes
 * atomically.
 *
 * @param work is given a check to call right before it writes: a process that was stopped for longer than the lock
 *   lasts has lost it
 * @param patience milliseconds to wait for the lock; `LEFT_BEHIND` where whoever holds it will do so for long
 * @throws AdminError CHANGED_UNDERNEATH where the lock does not come free, or was lost before the check; the system's
 *   error where the folder cannot be written; whatever `work` throws
 */
export async function withLock<T>(
  file: string,
  work: (assertHeld: () => void) => Promise<T>,
  patience = PATIENCE,
): Promise<T> {
  const { default: lockfile } = await import('proper-lockfile');
  await makeFolder(dirname(file));
  const lock = { lost: false };
  // Thrown from a timer by default, where nothing can catch it.
  const onCompromised = () => {
    lock.lost = true;
  };
  const options = { realpath: false, stale: STALE, onCompromised };
  const release = await whenFree(file, patience, () => lockfile.lock(file, options));
  try {
    return await work(() => {
      if (lock.lost) throw busy(file);
    });
  } finally {
    // A lock that was lost is another's by now, and not ours to release.
    if (!lock.lost) await release();
  }
}

/** Waits for others alone. The library's own retries go on where the lock can never be had, such as on a full disk. */
async function whenFree<T>(file: string, patience: number, take: () => Promise<T>): Promise<T> {
  const end = Date.now() + patience;
  for (let wait: number = WAIT.first; ; wait = Math.min(wait * WAIT.factor, WAIT.most)) {
    try {
      return await take();
    } catch (error) {
      if (!isLocked(error)) throw error;
      if (Date.now() > end) throw busy(file, error);
    }
    // Not all at the same moment.
    await delay(wait * (1 + Math.random()));
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
