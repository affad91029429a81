import { defined } from '../../model/defined.js';
import { SANDBOX_CLIENT_ID, SANDBOX_POOL_ID } from '../../model/sandbox-ids.js';
import { parseFaults } from './faults.js';
import { serveSandbox } from './serve.js';
import { stopSignal } from './stop-signal.js';
import { FileStore } from '../state/store.js';

/** What a person asks of a sandbox that is to be served; what is left out does not happen. */
export interface ServeRequest {
  /** The state file. */
  readonly file: string;
  /** 0 takes any free port. */
  readonly port: number;
  /** As `parseFaults` reads it. */
  readonly faults?: string | undefined;
  readonly latencyMs?: number | undefined;
  /** Requests a second. */
  readonly rps?: number | undefined;
}

/** Where a served sandbox is, and what a client of it must name. */
export interface ServedAddress {
  readonly url: string;
  readonly poolId: string;
  readonly clientId: string;
}

/**
 * Serves the sandbox until the process is told to stop, by Ctrl-C or a termination alike; settles when the port is free
 * and every operation that was under way has ended. `onServing` is called once it can be reached.
 *
 * @throws AdminError USAGE where the faults cannot be read or the port is not to be had
 */
export async function serveUntilStopped(
  { file, port, faults, latencyMs, rps }: ServeRequest,
  onServing: (address: ServedAddress) => Promise<void>,
): Promise<void> {
  const stop = stopSignal();
  try {
    const served = await serveSandbox({
      store: new FileStore(file),
      port,
      ...(faults === undefined ? {} : { faults: parseFaults(faults) }),
      ...defined({ latencyMs, rps }),
    });
    try {
      await onServing({ url: served.url, poolId: SANDBOX_POOL_ID, clientId: SANDBOX_CLIENT_ID });
      await stop.asked;
    } finally {
      await served.close();
    }
  } finally {
    stop.forget();
  }
}
