import { defined } from '../../model/defined.js';
import { SANDBOX_POOL_ID } from '../../model/sandbox-ids.js';
import { FileStore } from '../state/store.js';
import { seedState } from './seed.js';

/**
 * Replaces the state file at `path` with the seed, even if the file cannot be parsed.
 *
 * @param options.users the number of users; default: that of the seed
 * @returns the pool's ID and its number of users
 * @throws AdminError SANDBOX_STATE if the file cannot be written
 */
export async function resetSandbox(
  path: string,
  { users }: { users?: number | undefined },
): Promise<{ poolId: string; users: number }> {
  const state = seedState(defined({ users }));
  await new FileStore(path).replace(state);
  return { poolId: SANDBOX_POOL_ID, users: Object.keys(state.pools[SANDBOX_POOL_ID]?.users ?? {}).length };
}
