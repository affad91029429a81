/** A time limit that can be paused while a call waits for the rate limiter. */
export interface Deadline {
  /** Aborts when the time is up, or when the person interrupts the command. */
  readonly signal: AbortSignal;
  readonly isOver: () => boolean;
  readonly pause: () => void;
  readonly resume: () => void;
  /** Ends the call, as an interrupt does. */
  readonly abort: () => void;
  /** To be called when the call has ended. */
  readonly end: () => void;
}

/** Starts a time limit, in milliseconds. */
export function startDeadline(milliseconds: number): Deadline {
  const controller = new AbortController();
  let pausedAt: number | undefined;
  let endsAt = performance.now() + milliseconds;
  let timer: NodeJS.Timeout | undefined;
  let isOver = false;
  // One timer, which looks when it goes off how long the call was paused: a run pauses each of its calls twice.
  const wait = (): void => {
    timer = setTimeout(check, endsAt - performance.now()).unref();
  };
  const check = (): void => {
    timer = undefined;
    if (pausedAt !== undefined) return;
    if (performance.now() < endsAt) {
      wait();
      return;
    }
    isOver = true;
    controller.abort();
  };
  wait();
  return {
    signal: controller.signal,
    isOver: () => isOver,
    pause() {
      pausedAt ??= performance.now();
    },
    resume() {
      if (pausedAt === undefined || isOver) return;
      endsAt += performance.now() - pausedAt;
      pausedAt = undefined;
      if (timer === undefined) wait();
    },
    abort() {
      controller.abort();
    },
    end() {
      clearTimeout(timer);
    },
  };
}
