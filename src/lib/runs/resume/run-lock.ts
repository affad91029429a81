import { AdminError } from '../../errors.js';
import { LEFT_BEHIND, withLock } from '../../files/lock.js';
import type { RunFolder } from './run-folder.js';

/**
 * Keeps other processes from going on with the same run meanwhile.
 *
 * @throws AdminError CHANGED_UNDERNEATH where another is at it; whatever `work` throws
 */
export async function withRunLock<T>({ lock: file, id }: RunFolder, work: () => Promise<T>): Promise<T> {
  const lock = { isHeld: false };
  try {
    return await withLock(
      file,
      () => {
        lock.isHeld = true;
        return work();
      },
      LEFT_BEHIND,
    );
  } catch (error) {
    if (lock.isHeld || !(error instanceof AdminError)) throw error;
    throw new AdminError('CHANGED_UNDERNEATH', `run ${id} is under way in another process`, {
      hint: 'Wait for its end. To stop it, interrupt that process.',
      cause: error,
    });
  }
}
