import { setTimeout as delay } from 'node:timers/promises';

/** Spaces calls out at a rate, which throttling lowers for a while. */
export interface RateLimiter {
  /** Waits until the next call may be made; rejects if the signal aborts first. */
  turn(signal: AbortSignal): Promise<void>;
  /** Reports that the service throttled a call: the rate is lowered. */
  throttled(): void;
}

/** The time in milliseconds, and how to wait. Tests use one of their own. */
export interface Clock {
  readonly now: () => number;
  readonly sleep: (milliseconds: number, signal: AbortSignal) => Promise<void>;
}

const SYSTEM_CLOCK: Clock = {
  now: () => performance.now(),
  sleep: (milliseconds, signal) => delay(milliseconds, undefined, { signal }),
};

/** Milliseconds of missed turns, since the machine was busy, that may be made up for at once. */
const CATCH_UP = 100;
/** The share of the rate that is left after throttling. */
const CUT = 0.7;
/** Milliseconds in which further throttling does not lower the rate again: those calls were in progress already. */
const CUT_ONCE = 1_000;
/** Milliseconds without any call after throttling. */
const PAUSE = 200;
/** The share of the full rate that is regained each second. */
const RECOVERY = 0.05;
/** The least share of the rate, so that a run always ends. */
const FLOOR = 0.1;

/**
 * Makes a limiter with additive increase and multiplicative decrease. Like TCP, it shares a limit with others whose use
 * it cannot see: here, production's sign-ins.
 *
 * @param rate calls a second; Infinity for no limit
 */
export function makeRateLimiter(rate: number, clock: Clock = SYSTEM_CLOCK): RateLimiter {
  let next = -Infinity;
  let cut = { at: -Infinity, rate };
  let lastTurn: Promise<void> = Promise.resolve();
  const rateAt = (time: number): number => Math.min(rate, cut.rate + ((time - cut.at) / 1000) * rate * RECOVERY);

  async function wait(signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    for (let now = clock.now(); next > now; now = clock.now()) await clock.sleep(next - now, signal);
    const now = clock.now();
    next = Math.max(next, now - CATCH_UP) + 1000 / rateAt(now);
  }

  return {
    turn(signal) {
      if (rate === Infinity) return Promise.resolve();
      // One after another, so that a pause also holds for the calls that are waiting already.
      const turn = lastTurn.then(() => wait(signal));
      lastTurn = turn.catch(() => undefined);
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
