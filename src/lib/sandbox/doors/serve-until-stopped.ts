import { EXIT_OF_SIGNAL } from '../../errors.js';
import { SANDBOX_CLIENT_ID, SANDBOX_POOL_ID } from '../../model/sandbox-ids.js';
import { FileStore } from '../state/store.js';
import { parseFaults } from './faults.js';
import { type ServeOptions, serveSandbox } from './serve.js';

/** The settings of `sandbox serve`. */
export interface ServeRequest extends Pick<ServeOptions, 'port' | 'latencyMs' | 'rps'> {
  /** The path of the state file. */
  readonly file: string;
  /** In the format of `parseFaults`. */
  readonly faults?: string | undefined;
}

/**
 * Serves the sandbox until SIGINT (Ctrl-C), SIGTERM or SIGHUP. Settles when the port is free and every operation in progress has
 * finished. `onServing` is called once requests are accepted, with the address and the IDs that a client needs.
 *
 * @throws AdminError USAGE if the faults are invalid or the port is not available
 */
export async function serveUntilStopped(
  { file, faults, ...options }: ServeRequest,
  onServing: (address: { url: string; poolId: string; clientId: string }) => Promise<void>,
): Promise<void> {
  const stop = listenForStop();
  try {
    const served = await serveSandbox({
      ...options,
      store: new FileStore(file),
      faults: faults === undefined ? undefined : parseFaults(faults),
    });
    try {
      await onServing({ url: served.url, poolId: SANDBOX_POOL_ID, clientId: SANDBOX_CLIENT_ID });
      await stop.requested;
    } finally {
      await served.close();
    }
  } finally {
    stop.end();
  }
}

/** Milliseconds for operations in progress to finish after the first signal. */
const GRACE = 2_000;

/**
 * `requested` settles at the first SIGINT, SIGTERM or SIGHUP. A second signal, or two more seconds, exits the process.
 *
 * Not `process.once`: if the lock library's own signal handlers are the only ones left, they kill the process with the
 * same signal.
 */
function listenForStop(): { readonly requested: Promise<void>; end(): void } {
  let request = (): void => undefined;
  const requested = new Promise<void>((resolve) => (request = resolve));
  let timer: NodeJS.Timeout | undefined;
  const signals = Object.keys(EXIT_OF_SIGNAL) as (keyof typeof EXIT_OF_SIGNAL)[];
  const onSignal = (signal: (typeof signals)[number]): void => {
    const exit = () => process.exit(EXIT_OF_SIGNAL[signal]);
    if (timer !== undefined) exit();
    timer = setTimeout(exit, GRACE).unref();
    request();
  };
  for (const signal of signals) process.on(signal, onSignal);
  return {
    requested,
    end() {
      clearTimeout(timer);
      for (const signal of signals) process.off(signal, onSignal);
    },
  };
}
