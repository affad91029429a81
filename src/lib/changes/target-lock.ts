import { join } from 'node:path';

import { withLock } from '../files/lock.js';
import { dataFolderError } from '../files/system-error.js';

/**
 * Runs `work` while no other sf-admin on this machine changes the same target. It cannot hold off other machines: the
 * service has no lock, which is why a change is planned anew right before its write and proven after it.
 *
 * @param work is given a check to call right before it writes, as `withLock` says
 * @throws AdminError DATA_FOLDER where the data folder cannot be written, CHANGED_UNDERNEATH where the lock does not
 *   come free, and whatever `work` throws
 */
export async function withTargetLock<T>(
  dataFolder: string,
  target: string,
  work: (assertHeld: () => void) => Promise<T>,
): Promise<T> {
  const file = join(dataFolder, 'locks', target.replace(/[^\w.-]/g, '_'));
  const lock = { isHeld: false };
  try {
    return await withLock(file, (assertHeld) => {
      lock.isHeld = true;
      return work(assertHeld);
    });
  } catch (error) {
    // What fails in the work has its own words.
    throw lock.isHeld ? error : dataFolderError(dataFolder, error, 'Nothing was changed.');
  }
}
