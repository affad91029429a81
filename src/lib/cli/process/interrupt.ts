import { EXIT } from '../../errors.js';

/** Milliseconds that calls in flight have to end after an interrupt. */
const GRACE = 2_000;

/**
 * A signal that aborts at the first Ctrl-C, so that calls in flight can end and be reported. A second Ctrl-C, or two
 * seconds without an end, ends the process.
 */
export function interruptSignal(): AbortSignal {
  const controller = new AbortController();
  onEachInterrupt(() => {
    exitAfterGrace();
    controller.abort();
  });
  return controller.signal;
}

/**
 * For many changes: the first Ctrl-C aborts `stop`, after which no further change is started and those in progress are
 * completed; the second aborts `interrupt`, which ends those too.
 */
export function interruptSignals(): { readonly stop: AbortSignal; readonly interrupt: AbortSignal } {
  const [stop, interrupt] = [new AbortController(), new AbortController()];
  onEachInterrupt(
    () => {
      stop.abort();
    },
    () => {
      exitAfterGrace();
      interrupt.abort();
    },
  );
  return { stop: stop.signal, interrupt: interrupt.signal };
}

/** Calls one step at each Ctrl-C, and exits at the one after the last step. */
function onEachInterrupt(...steps: (() => void)[]): void {
  // One listener for all: if one replaced another, a Ctrl-C in between would kill the process.
  process.on('SIGINT', () => {
    const step = steps.shift() ?? exit;
    step();
  });
}

function exitAfterGrace(): void {
  setTimeout(exit, GRACE).unref();
}

function exit(): never {
  process.exit(EXIT.cancelled);
}
