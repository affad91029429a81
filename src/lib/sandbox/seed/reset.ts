import { SANDBOX_POOL_ID } from '../../model/sandbox-ids.js';
import { FileStore } from '../state/store.js';
import { seedState } from './seed.js';
import { SEEDED_USERS } from './seed-users.js';

/**
 * Replaces the state file at `path` with the seed, even if the file cannot be parsed.
 *
 * @param options.users the number of users; default: that of the seed
 * @returns the pool's ID and its number of users
 * @throws AdminError SANDBOX_STATE if the file cannot be written
 */
export async function resetSandbox(
  path: string,
  { users = SEEDED_USERS }: { users?: number | undefined },
): Promise<{ poolId: string; users: number }> {
  await new FileStore(path).replace(seedState({ users }));
  return { poolId: SANDBOX_POOL_ID, users };
}
