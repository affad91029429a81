// Files: locks, folders, durable appending and the system's errors. No other folder of sf-admin opens a lock or tests a
// system error itself.

import { dirname } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

import { AdminError } from '../errors.js';
import { makeFolder } from './make-folder.js';
import { isSystemError } from './system-error.js';

/** Milliseconds after which a lock that is no longer renewed counts as left by a killed process. */
const STALE = 5_000;
/** Milliseconds to wait that outlast the lock of a killed process, for locks that a live process holds for minutes. */
export const SHORT_TIMEOUT = STALE + 2_000;
/** Enough for tens of processes that each hold the lock during a few calls. */
const TIMEOUT = 60_000;
/** Milliseconds to wait for a lock without a word. */
export const WAIT_UNSAID = 2_000;
/** Milliseconds between attempts. */
const WAIT = { first: 5, most: 150, factor: 1.3 } as const;

export interface LockOptions {
  /** Milliseconds to wait for the lock; default: one minute. */
  readonly timeout?: number;
  /** Milliseconds after which a lock that is not renewed is taken over, at least 2000; default: 5000. */
  readonly stale?: number;
  /** Called once if the lock has not come free after `WAIT_UNSAID`. */
  readonly onWait?: () => void;
  /** Makes the error to throw from the one for which the lock could not be acquired. */
  readonly explain?: (error: unknown) => unknown;
}

/**
 * Runs `work` while no other process on this machine holds the lock of a file. The file need not exist; its folder is
 * made, for this user only. The lock is a folder beside the file, since every platform makes folders atomically.
 *
 * @param work gets a check to call right before it writes: a process that was suspended for longer than the lock lasts
 *   has lost it
 * @throws AdminError CHANGED_UNDERNEATH if the lock does not come free in time, or was lost before the check; the
 *   system's error if the folder cannot be written; whatever `work` throws
 */
export async function withLock<T>(
  file: string,
  work: (assertHeld: () => void) => Promise<T>,
  { timeout = TIMEOUT, stale = STALE, onWait, explain = (error) => error }: LockOptions = {},
): Promise<T> {
  const lock = { isLost: false };
  // By default the library throws this from a timer, where it cannot be caught.
  const onCompromised = () => {
    lock.isLost = true;
  };
  let release: () => Promise<void>;
  try {
    const { default: lockfile } = await import('proper-lockfile');
    const take = () => lockfile.lock(file, { realpath: false, stale, onCompromised });
    release = await whenFree(file, take, { timeout, onWait }).catch(async (error: unknown) => {
      if (!isSystemError(error, 'ENOENT')) throw error;
      // Only now: the folder exists but for the first lock of all, and a run takes one for each row.
      await makeFolder(dirname(file));
      return whenFree(file, take, { timeout, onWait });
    });
  } catch (error) {
    throw explain(error);
  }
  try {
    return await work(() => {
      if (lock.isLost) throw busy(file);
    });
  } finally {
    // Another process holds a lost lock by now.
    if (!lock.isLost) await release();
  }
}

/** Waits only for other holders: the library's own retries also repeat hopeless attempts, such as on a full disk. */
async function whenFree<T>(
  file: string,
  take: () => Promise<T>,
  { timeout, onWait }: { readonly timeout: number; readonly onWait: (() => void) | undefined },
): Promise<T> {
  const start = Date.now();
  let isSaid = false;
  for (let wait: number = WAIT.first; ; wait = Math.min(wait * WAIT.factor, WAIT.most)) {
    try {
      return await take();
    } catch (error) {
      if (!isLocked(error)) throw error;
      const waited = Date.now() - start;
      if (waited > timeout) throw busy(file, error);
      if (!isSaid && waited > WAIT_UNSAID) {
        isSaid = true;
        onWait?.();
      }
    }
    // At random, so that the waiting processes do not all try at the same moment.
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
