/** Milliseconds that calls in flight get to end after they were interrupted. */
const GRACE = 2_000;

/**
 * A signal that aborts at the first Ctrl-C, so that what is in flight can end and be told about. A second Ctrl-C, or
 * two seconds without an end, ends the process at once.
 */
export function interruptSignal(): AbortSignal {
  const controller = new AbortController();
  process.once('SIGINT', () => {
    controller.abort();
    leaveSoon();
  });
  return controller.signal;
}

/**
 * For a run of many changes: the first Ctrl-C aborts `stop`, after which no further one is begun and those in flight
 * end in their own time; the second aborts `interrupt`, which ends those too.
 */
export function interruptSignals(): { readonly stop: AbortSignal; readonly interrupt: AbortSignal } {
  const [stop, interrupt] = [new AbortController(), new AbortController()];
  process.once('SIGINT', () => {
    stop.abort();
    process.once('SIGINT', () => {
      interrupt.abort();
      leaveSoon();
    });
  });
  return { stop: stop.signal, interrupt: interrupt.signal };
}

function leaveSoon(): void {
  const leave = () => process.exit(130);
  process.once('SIGINT', leave);
  setTimeout(leave, GRACE).unref();
}
