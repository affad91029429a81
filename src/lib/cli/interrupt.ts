/** Milliseconds that calls in flight get to end after they were interrupted. */
const GRACE = 2_000;

/**
 * A signal that aborts at the first Ctrl-C, so that what is in flight can end and be told about. A second Ctrl-C, or
 * two seconds without an end, ends the process at once.
 */
export function interruptSignal(): AbortSignal {
  const controller = new AbortController();
  atInterrupts(() => {
    leaveSoon();
    controller.abort();
  });
  return controller.signal;
}

/**
 * For a run of many changes: the first Ctrl-C aborts `stop`, after which no further one is begun and those in flight
 * end in their own time; the second aborts `interrupt`, which ends those too.
 */
export function interruptSignals(): { readonly stop: AbortSignal; readonly interrupt: AbortSignal } {
  const [stop, interrupt] = [new AbortController(), new AbortController()];
  atInterrupts(
    () => {
      stop.abort();
    },
    () => {
      leaveSoon();
      interrupt.abort();
    },
  );
  return { stop: stop.signal, interrupt: interrupt.signal };
}

/** Does at each Ctrl-C what comes next, and leaves at the one after the last. */
function atInterrupts(...steps: (() => void)[]): void {
  // One listener that stays: where one takes another's place, a Ctrl-C in between kills the process.
  process.on('SIGINT', () => {
    const step = steps.shift() ?? leave;
    step();
  });
}

function leaveSoon(): void {
  setTimeout(leave, GRACE).unref();
}

function leave(): never {
  process.exit(130);
}
