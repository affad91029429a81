/** A time limit that can be paused while a call waits for the rate limiter. */
export interface Deadline {
  /** Aborts when the time is up. */
  readonly signal: AbortSignal;
  readonly pause: () => void;
  readonly resume: () => void;
}

/** Starts a time limit, in milliseconds. */
export function startDeadline(milliseconds: number): Deadline {
  const controller = new AbortController();
  let left = milliseconds;
  let since = 0;
  let timer: NodeJS.Timeout | undefined;
  const resume = (): void => {
    if (timer !== undefined) return;
    since = performance.now();
    timer = setTimeout(() => {
      controller.abort();
    }, left).unref();
  };
  resume();
  return {
    signal: controller.signal,
    pause() {
      if (timer === undefined) return;
      clearTimeout(timer);
      timer = undefined;
      left = Math.max(0, left - (performance.now() - since));
    },
    resume,
  };
}
