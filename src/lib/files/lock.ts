import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';

import { AdminError } from '../errors.js';

/** Milliseconds after which a lock that its holder no longer renews counts as left behind by a killed process. */
const STALE = 5_000;
/** About a minute and a half of patience: tens of processes, each holding the lock for a few calls. */
const RETRIES = { retries: 400, minTimeout: 20, maxTimeout: 250, factor: 1.3, randomize: true };

/**
 * Runs `work` while this process alone, of all on the machine, holds the lock that belongs to a file. The file need
 * not exist; its folder is made, for this user only. The lock is a folder beside the file, which every platform makes
 * atomically.
 *
 * @throws AdminError CHANGED_UNDERNEATH where the lock does not come free, and whatever `work` throws
 */
export async function withLock<T>(file: string, work: () => Promise<T>): Promise<T> {
  const { default: lockfile } = await import('proper-lockfile');
  await mkdir(dirname(file), { recursive: true, mode: 0o700 });
  let lost: Error | undefined;
  const release = await lockfile
    .lock(file, {
      realpath: false,
      stale: STALE,
      retries: RETRIES,
      // Thrown from a timer by default, where nothing can catch it.
      onCompromised: (error) => (lost = error),
    })
    .catch((error: unknown) => {
      throw lockError(file, error);
    });
  try {
    return await work();
  } finally {
    // A lock that was lost is no longer ours to release.
    if (lost === undefined) await release();
  }
}

function lockError(file: string, error: unknown): unknown {
  if ((error as { code?: unknown }).code !== 'ELOCKED') return error;
  return new AdminError('CHANGED_UNDERNEATH', `another sf-admin has kept ${file} locked for over a minute`, {
    cause: error,
    hint: `If none is running, remove the folder ${file}.lock and run the command again.`,
  });
}
