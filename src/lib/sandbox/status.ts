import { stat } from 'node:fs/promises';
import { SANDBOX_CLIENT_ID, SANDBOX_POOL_ID } from '../model/sandbox-ids.js';
import { loadState, readFailure, stampOf } from './state/state-file.js';

/** The result of `sandbox status`. Counts are of the seeded pool; there may be others. */
export interface SandboxStatus {
  readonly file: string;
  /** The file is created at first use. */
  readonly exists: boolean;
  readonly poolId: string;
  readonly clientId: string;
  readonly pools: number;
  readonly clients: number;
  readonly users: number;
  /** The number of users by Cognito status, such as `CONFIRMED`. */
  readonly usersByStatus: Readonly<Record<string, number>>;
  readonly disabledUsers: number;
  readonly sizeBytes: number;
  /** ISO 8601, UTC. */
  readonly modifiedAt: string | null;
}

/** Reads the state file at `path`, without creating it. Throws AdminError SANDBOX_STATE if it cannot be used. */
export async function sandboxStatus(path: string): Promise<SandboxStatus> {
  const ids = { file: path, poolId: SANDBOX_POOL_ID, clientId: SANDBOX_CLIENT_ID };
  if ((await stampOf(path)) === undefined) return { ...ids, ...EMPTY };
  const { state } = await loadState(path);
  const { size, mtime } = await stat(path).catch((error: unknown) => {
    throw readFailure(path, error);
  });
  const pool = state.pools[SANDBOX_POOL_ID];
  const users = Object.values(pool?.users ?? {});
  const usersByStatus: Record<string, number> = {};
  for (const { status } of users) usersByStatus[status] = (usersByStatus[status] ?? 0) + 1;
  return {
    ...ids,
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

const EMPTY = {
  exists: false,
  pools: 0,
  clients: 0,
  users: 0,
  usersByStatus: {},
  disabledUsers: 0,
  sizeBytes: 0,
  modifiedAt: null,
} as const;
