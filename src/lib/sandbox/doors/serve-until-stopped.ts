import { EXIT } from '../../errors.js';
import { defined } from '../../model/defined.js';
import { SANDBOX_CLIENT_ID, SANDBOX_POOL_ID } from '../../model/sandbox-ids.js';
import { FileStore } from '../state/store.js';
import { parseFaults } from './faults.js';
import { serveSandbox } from './serve.js';

/** The settings of `sandbox serve`. */
export interface ServeRequest {
  /** The path of the state file. */
  readonly file: string;
  /** 0 takes any free port. */
  readonly port: number;
  /** In the format of `parseFaults`. */
  readonly faults?: string | undefined;
  readonly latencyMs?: number | undefined;
  /** Requests per second. */
  readonly rps?: number | undefined;
}

/** Where a sandbox is served, and the IDs that a client needs. */
export interface ServedAddress {
  readonly url: string;
  readonly poolId: string;
  readonly clientId: string;
}

/**
 * Serves the sandbox until SIGINT (Ctrl-C) or SIGTERM. Settles when the port is free and every operation in progress has
 * finished. `onServing` is called once requests are accepted.
 *
 * @throws AdminError USAGE if the faults are invalid or the port is not available
 */
export async function serveUntilStopped(
  { file, port, faults, latencyMs, rps }: ServeRequest,
  onServing: (address: ServedAddress) => Promise<void>,
): Promise<void> {
  const stop = listenForStop();
  try {
    const served = await serveSandbox({
      store: new FileStore(file),
      port,
      ...defined({ faults: faults === undefined ? undefined : parseFaults(faults), latencyMs, rps }),
    });
    try {
      await onServing({ url: served.url, poolId: SANDBOX_POOL_ID, clientId: SANDBOX_CLIENT_ID });
      await stop.requested;
    } finally {
      await served.close();
    }
  } finally {
    stop.unlisten();
  }
}

/** Milliseconds for operations in progress to finish after the first signal. */
const GRACE = 2_000;

const EXIT_STATUS = { SIGINT: EXIT.cancelled, SIGTERM: EXIT.terminated } as const;

/**
 * `requested` settles at the first SIGINT or SIGTERM. A second signal, or two more seconds, exits the process.
 *
 * Not `process.once`: if the lock library's own signal handlers are the only ones left, they kill the process with the
 * same signal.
 */
function listenForStop(): { readonly requested: Promise<void>; unlisten(): void } {
  let request = (): void => undefined;
  const requested = new Promise<void>((resolve) => (request = resolve));
  let timer: NodeJS.Timeout | undefined;
  const onSignal = (signal: keyof typeof EXIT_STATUS): void => {
    const exit = () => process.exit(EXIT_STATUS[signal]);
    if (timer !== undefined) exit();
    timer = setTimeout(exit, GRACE).unref();
    request();
  };
  process.on('SIGINT', onSignal);
  process.on('SIGTERM', onSignal);
  return {
    requested,
    unlisten() {
      clearTimeout(timer);
      process.off('SIGINT', onSignal);
      process.off('SIGTERM', onSignal);
    },
  };
}
