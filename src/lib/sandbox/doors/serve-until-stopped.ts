import { once } from 'node:events';

import { SANDBOX_CLIENT_ID, SANDBOX_POOL_ID } from '../../model/sandbox-ids.js';
import { type Limits, NO_LIMITS, SERVED_LIMITS } from '../engine/limits.js';
import { FileStore } from '../state/store.js';
import { parseFaults } from './faults.js';
import { type ServeOptions, serveSandbox } from './serve.js';

/** The settings of `sandbox serve`. */
export interface ServeRequest extends Pick<ServeOptions, 'port' | 'latencyMs' | 'rps'> {
  /** The path of the state file. */
  readonly file: string;
  /** In the format of `parseFaults`. */
  readonly faults?: string | undefined;
  /** What happens after wrong passwords. */
  readonly lockout: Exclude<Limits['lockout'], 'off'>;
  /** Without any limit, not even the lockout. */
  readonly unlimited: boolean;
}

export interface ServeOccasions {
  /** Called once requests are accepted, with the address and the IDs that a client needs. */
  readonly onServing: (address: { url: string; poolId: string; clientId: string }) => Promise<void>;
  /** Ends the serving. */
  readonly stop: AbortSignal;
}

/**
 * Serves the sandbox until it is stopped. Settles when the port is free and every operation in progress has finished.
 *
 * @throws AdminError USAGE if the faults are invalid or the port is not available
 */
export async function serveUntilStopped(
  { file, faults, lockout, unlimited, ...options }: ServeRequest,
  { onServing, stop }: ServeOccasions,
): Promise<void> {
  const served = await serveSandbox({
    ...options,
    store: new FileStore(file),
    faults: faults === undefined ? undefined : parseFaults(faults),
    limits: unlimited ? NO_LIMITS : { ...SERVED_LIMITS, lockout },
  });
  try {
    await onServing({ url: served.url, poolId: SANDBOX_POOL_ID, clientId: SANDBOX_CLIENT_ID });
    if (!stop.aborted) await once(stop, 'abort');
  } finally {
    await served.close();
  }
}
