import { join } from 'node:path';

import { withLock } from '../files/lock.js';

/**
 * Runs `work` while no other sf-admin on this machine changes the same target. It cannot hold off other machines: the
 * service has no lock, which is why a change is planned anew right before its write and proven after it.
 */
export function exclusively<T>(dataFolder: string, target: string, work: () => Promise<T>): Promise<T> {
  return withLock(join(dataFolder, 'locks', target.replace(/[^\w.-]/g, '_')), work);
}
