import { stat } from 'node:fs/promises';
import { SANDBOX_CLIENT_ID, SANDBOX_POOL_ID } from '../model/sandbox-ids.js';
import { loadState, readFailure, stampOf } from './state/state-file.js';

/** What `sandbox status` tells. Counts are of StackFlow's pool; others may have been made beside it. */
export interface SandboxStatus {
  readonly file: string;
  /** A sandbox that has not been used yet has no file; it is made at the first use. */
  readonly exists: boolean;
  readonly poolId: string;
  readonly clientId: string;
  readonly pools: number;
  readonly clients: number;
  readonly users: number;
  /** How many users have each Cognito status, such as `CONFIRMED`. */
  readonly usersByStatus: Readonly<Record<string, number>>;
  readonly disabledUsers: number;
  readonly sizeBytes: number;
  /** ISO 8601, UTC. */
  readonly modifiedAt: string | null;
}

/** Looks at the state file at `path`, and makes none. Throws AdminError SANDBOX_STATE for a file that is unusable. */
export async function sandboxStatus(path: string): Promise<SandboxStatus> {
  const place = { file: path, poolId: SANDBOX_POOL_ID, clientId: SANDBOX_CLIENT_ID };
  if ((await stampOf(path)) === undefined) return { ...place, ...NOTHING };
  const { state } = await loadState(path);
  const { size, mtime } = await stat(path).catch((error: unknown) => {
    throw readFailure(path, error);
  });
  const pool = state.pools[SANDBOX_POOL_ID];
  const users = Object.values(pool?.users ?? {});
  const usersByStatus: Record<string, number> = {};
  for (const { status } of users) usersByStatus[status] = (usersByStatus[status] ?? 0) + 1;
  return {
    ...place,
    exists: true,
    pools: Object.keys(state.pools).length,
    clients: Object.keys(pool?.clients ?? {}).length,
    users: users.length,
    usersByStatus,
    disabledUsers: users.filter(({ enabled }) => !enabled).length,
    sizeBytes: size,
    modifiedAt: mtime.toISOString(),
  };
}

const NOTHING = {
  exists: false,
  pools: 0,
  clients: 0,
  users: 0,
  usersByStatus: {},
  disabledUsers: 0,
  sizeBytes: 0,
  modifiedAt: null,
} as const;
