import { SANDBOX_POOL_ID } from '../../model/sandbox-ids.js';
import { seedState } from './seed.js';
import { FileStore } from '../state/store.js';

/**
 * Puts the seed in the place of whatever a sandbox holds, a broken file included.
 *
 * @param options.users How many users it starts with; the seed's own number if left out.
 * @returns the pool, and how many users it has now
 * @throws AdminError SANDBOX_STATE where the file cannot be written
 */
export async function resetSandbox(
  path: string,
  { users }: { users?: number | undefined },
): Promise<{ poolId: string; users: number }> {
  const state = seedState(users === undefined ? {} : { users });
  await new FileStore(path).replace(state);
  return { poolId: SANDBOX_POOL_ID, users: Object.keys(state.pools[SANDBOX_POOL_ID]?.users ?? {}).length };
}
