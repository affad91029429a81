/** Milliseconds that calls in flight get to end after the first Ctrl-C. */
const GRACE = 2_000;

/**
 * A signal that aborts at the first Ctrl-C, so that what is in flight can end and be told about. A second Ctrl-C, or
 * two seconds without an end, ends the process at once.
 */
export function interruptSignal(): AbortSignal {
  const controller = new AbortController();
  process.once('SIGINT', () => {
    controller.abort();
    const leave = () => process.exit(130);
    process.once('SIGINT', leave);
    setTimeout(leave, GRACE).unref();
  });
  return controller.signal;
}
