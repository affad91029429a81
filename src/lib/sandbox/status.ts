/**
 * sandbox/ is the embedded user pool: engine/ speaks the protocol, operations/ do the work on the state in state/, and
 * doors/ let callers in. This file and status-view.ts are `sandbox status`.
 */
import { stat } from 'node:fs/promises';
import { SANDBOX_CLIENT_ID, SANDBOX_POOL_ID } from '../model/sandbox-ids.js';
import { loadState, stampOf, stateFailure } from './state/state-file.js';

/** The result of `sandbox status`. Counts are of the seeded pool; there may be others. */
export interface SandboxStatus {
  readonly file: string;
  /** The file is created by the first change. */
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
  const exists = (await stampOf(path)) !== undefined;
  const pools = exists ? (await loadState(path)).state.pools : {};
  const fail = (error: unknown): never => {
    throw stateFailure('read', path, error);
  };
  const file = exists ? await stat(path).catch(fail) : undefined;
  const { users = {}, clients = {} } = pools[SANDBOX_POOL_ID] ?? {};
  const all = Object.values(users);
  const usersByStatus: Record<string, number> = {};
  for (const { status } of all) usersByStatus[status] = (usersByStatus[status] ?? 0) + 1;
  return {
    file: path,
    poolId: SANDBOX_POOL_ID,
    clientId: SANDBOX_CLIENT_ID,
    exists,
    pools: Object.keys(pools).length,
    clients: Object.keys(clients).length,
    users: all.length,
    usersByStatus,
    disabledUsers: all.filter(({ enabled }) => !enabled).length,
    sizeBytes: file?.size ?? 0,
    modifiedAt: file?.mtime.toISOString() ?? null,
  };
}
