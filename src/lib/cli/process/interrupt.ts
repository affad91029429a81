import { EXIT, EXIT_OF_SIGNAL, type ExitCode } from '../../errors.js';

/** Milliseconds that calls in flight have to end after an interrupt. */
const GRACE = 2_000;

/** What an interrupt needs of the process. A test brings its own. */
export interface InterruptHost {
  readonly onInterrupt: (listener: () => void) => void;
  readonly exit: () => void;
  /** Calls `action` after a delay, unless the process ends before. */
  readonly after: (milliseconds: number, action: () => void) => void;
}

const PROCESS: InterruptHost = {
  onInterrupt: onSignal,
  exit: () => process.exit(cancelledStatus()),
  after: (milliseconds, action) => setTimeout(action, milliseconds).unref(),
};

/** The first signal that the process got. */
let received: keyof typeof EXIT_OF_SIGNAL | undefined;

/** The exit status of a cancelled command: that of the signal that cancelled it, or 130 if a person did at a prompt. */
export function cancelledStatus(): ExitCode {
  return received === undefined ? EXIT.cancelled : EXIT_OF_SIGNAL[received];
}

/** SIGTERM, as from a service manager, and SIGHUP, as from a terminal that is closed, are handled like Ctrl-C. */
function onSignal(listener: () => void): void {
  let isHungUp = false;
  const listen = (signal: keyof typeof EXIT_OF_SIGNAL): void => {
    received ??= signal;
    // A terminal that is closed sends SIGHUP twice, through the shell and by itself, and that is no request to abort.
    if (signal === 'SIGHUP' && isHungUp) return;
    isHungUp ||= signal === 'SIGHUP';
    listener();
  };
  process.on('SIGINT', listen).on('SIGTERM', listen).on('SIGHUP', listen);
}

/**
 * A signal that aborts at the first Ctrl-C, so that calls in flight can end and be reported. A second Ctrl-C, or two
 * seconds without an end, ends the process.
 */
export function interruptSignal(host = PROCESS): AbortSignal {
  const interrupt = new AbortController();
  onEachInterrupt(host, () => {
    host.after(GRACE, host.exit);
    interrupt.abort();
  });
  return interrupt.signal;
}

/**
 * For many changes: the first Ctrl-C aborts `stop`, after which no further change is started and those in progress are
 * completed; the second aborts `interrupt`, which ends those too.
 */
export function interruptSignals(host = PROCESS): { readonly stop: AbortSignal; readonly interrupt: AbortSignal } {
  const [stop, interrupt] = [new AbortController(), new AbortController()];
  onEachInterrupt(
    host,
    () => {
      stop.abort();
    },
    () => {
      host.after(GRACE, host.exit);
      interrupt.abort();
    },
  );
  return { stop: stop.signal, interrupt: interrupt.signal };
}

/** Takes one step at each Ctrl-C, and exits at the one after the last step. */
function onEachInterrupt({ onInterrupt, exit }: InterruptHost, ...steps: (() => void)[]): void {
  // One listener for all: if one replaced another, a Ctrl-C in between would kill the process.
  onInterrupt(() => {
    const step = steps.shift() ?? exit;
    step();
  });
}
