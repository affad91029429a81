import type { Directory } from '../directory.js';
import type { UserPool } from '../model/user-pool.js';
import { type PoolRegions, poolRegions } from './pool-regions.js';

/** A user pool's settings, and the Regions that it is in. */
export interface DescribedPool {
  readonly pool: UserPool;
  readonly regions: PoolRegions;
}

/** Reads the user pool. @throws AdminError POOL_NOT_FOUND; as every call does */
export async function describePool(directory: Directory): Promise<DescribedPool> {
  const [pool, regions] = await Promise.all([directory.pool(), poolRegions(directory)]);
  return { pool, regions };
}
