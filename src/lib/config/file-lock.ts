import { AdminError } from '../errors.js';

/** A lock not renewed for so long, in milliseconds, was left by a process that died, and may be broken. */
const STALE = 10_000;

/** How often and how long to wait for a lock: past the time that a dead process's lock takes to go stale. */
const RETRIES = { retries: 300, minTimeout: 20, maxTimeout: 100, factor: 1.1, randomize: true } as const;

/**
 * Runs an action while no other process of this machine holds the lock of the same file, which need not exist; its
 * folder must. The action is given a check to call right before it writes.
 *
 * @throws AdminError CHANGED_UNDERNEATH if the lock could not be had, or was lost before the write (a machine that slept).
 */
export async function withFileLock<Result>(
  file: string,
  action: (assertHeld: () => void) => Promise<Result>,
): Promise<Result> {
  const { default: lockfile } = await import('proper-lockfile');
  const lock = { lost: false };
  const onCompromised = () => {
    lock.lost = true;
  };
  const options = { realpath: false, stale: STALE, retries: RETRIES, onCompromised };
  const release = await lockfile.lock(file, options).catch((error: unknown) => {
    throw isLocked(error) ? busy(file, error) : error;
  });
  try {
    return await action(() => {
      if (lock.lost) throw busy(file);
    });
  } finally {
    // A lost lock is another's by now, and not ours to release.
    if (!lock.lost) await release();
  }
}

function isLocked(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ELOCKED';
}

function busy(file: string, cause?: unknown): AdminError {
  return new AdminError('CHANGED_UNDERNEATH', `${file} is being changed by another process`, {
    hint: `Try again; if no other process is at work, remove ${file}.lock`,
    cause,
  });
}
