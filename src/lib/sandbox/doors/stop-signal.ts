/** Milliseconds that operations under way get to end after the first signal. */
const GRACE = 2_000;

const EXIT_STATUS = { SIGINT: 130, SIGTERM: 143 } as const;

/** A wait for the end that somebody outside asks for: Ctrl-C, or a termination. */
export interface StopSignal {
  /** Settles at the first signal. */
  readonly asked: Promise<void>;
  /** Takes the handlers away again. */
  forget(): void;
}

/**
 * Listens for SIGINT and SIGTERM until told to forget. A second signal, or two seconds without an end, ends the
 * process at once.
 *
 * The handlers stay while they are called: the lock library has its own, which kill the process with the signal again
 * wherever they find themselves the only ones left, as they would beside a handler that is called once.
 */
export function stopSignal(): StopSignal {
  let ask = (): void => undefined;
  const asked = new Promise<void>((resolve) => (ask = resolve));
  let timer: NodeJS.Timeout | undefined;
  const onSignal = (signal: keyof typeof EXIT_STATUS): void => {
    const leave = () => process.exit(EXIT_STATUS[signal]);
    if (timer !== undefined) leave();
    timer = setTimeout(leave, GRACE).unref();
    ask();
  };
  process.on('SIGINT', onSignal);
  process.on('SIGTERM', onSignal);
  return {
    asked,
    forget() {
      clearTimeout(timer);
      process.off('SIGINT', onSignal);
      process.off('SIGTERM', onSignal);
    },
  };
}
