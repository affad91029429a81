import { setTimeout as delay } from 'node:timers/promises';

/** The calls of one quota category, one after another at a pace that gives way to throttling. */
export interface RateLimiter {
  /** Waits for the next turn; rejects where the signal aborts meanwhile. */
  turn(signal: AbortSignal): Promise<void>;
  /** The service has throttled a call: everybody in the lane slows down, for a while. */
  throttled(): void;
}

/** What a lane tells the time by, in milliseconds, and waits with. */
export interface Clock {
  readonly now: () => number;
  readonly sleep: (milliseconds: number, signal: AbortSignal) => Promise<void>;
}

const CLOCK: Clock = {
  now: () => performance.now(),
  sleep: (milliseconds, signal) => delay(milliseconds, undefined, { signal }),
};

/** Milliseconds of turns that were missed, because the machine was busy, and that may be made up for at once. */
const CATCH_UP = 100;
/** What is left of the rate after a throttled call. */
const CUT = 0.7;
/** Milliseconds within which several throttled calls are one reason to slow down: they were under way together. */
const CUT_ONCE = 1_000;
/** Milliseconds in which nobody calls after that. */
const PAUSE = 200;
/** The share of the rate that comes back each second. */
const RECOVERY = 0.05;
/** The share of the rate that is always left: the run must end. */
const FLOOR = 0.1;

/**
 * Additive increase, multiplicative decrease, as TCP shares a line with others it cannot see: here production's own
 * sign-ups.
 *
 * @param rate turns a second; Infinity for as many as come
 */
export function makeRateLimiter(rate: number, clock: Clock = CLOCK): RateLimiter {
  let next = -Infinity;
  let cut = { at: -Infinity, rate };
  let last: Promise<void> = Promise.resolve();
  const rateAt = (time: number): number =>
    Math.min(rate, cut.rate + ((time - cut.at) / 1000) * rate * RECOVERY);

  async function wait(signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    for (let now = clock.now(); next > now; now = clock.now()) await clock.sleep(next - now, signal);
    const now = clock.now();
    next = Math.max(next, now - CATCH_UP) + 1000 / rateAt(now);
  }

  return {
    turn(signal) {
      if (rate === Infinity) return Promise.resolve();
      // In a row, so that a pause that begins meanwhile holds for whoever waits already.
      const turn = last.then(() => wait(signal));
      last = turn.catch(() => undefined);
      return turn;
    },
    throttled() {
      const now = clock.now();
      if (rate === Infinity || now - cut.at < CUT_ONCE) return;
      cut = { at: now, rate: Math.max(rate * FLOOR, rateAt(now) * CUT) };
      next = Math.max(next, now + PAUSE);
    },
  };
}
