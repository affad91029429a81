import { setImmediate } from 'node:timers/promises';

import type { Clock } from '../../../src/lib/cognito/pacing/rate-limiter.js';

/** A clock on which only sleeping takes time, and takes no real time. */
export function virtualClock(): Clock & { forward: (milliseconds: number) => void } {
  let time = 1_000;
  return {
    now: () => time,
    sleep: async (milliseconds, signal) => {
      const end = time + milliseconds;
      await setImmediate();
      signal.throwIfAborted();
      time = Math.max(time, end);
    },
    forward: (milliseconds) => {
      time += milliseconds;
    },
  };
}

/** A clock that stops until `release` is called: sleepers wait until then, or until they are aborted. */
export function stoppedClock(): Clock & { release: () => void; sleepers: () => number } {
  const virtual = virtualClock();
  const released = new AbortController();
  let sleepers = 0;
  return {
    now: virtual.now,
    sleep: async (milliseconds, signal) => {
      sleepers += 1;
      const either = AbortSignal.any([signal, released.signal]);
      if (!either.aborted)
        await new Promise((resolve) => {
          either.addEventListener('abort', resolve);
        });
      sleepers -= 1;
      await virtual.sleep(milliseconds, signal);
    },
    release: () => {
      released.abort();
    },
    sleepers: () => sleepers,
  };
}

/**
 * Fixes the delays of the SDK's own retries for the tests of the suite that calls this: from 0, for none, to almost 1, for
 * the longest. The SDK chooses them at random.
 */
export function fixedRetryDelays(delay: number): void {
  const { random } = Math;
  before(() => {
    Math.random = () => delay;
  });
  after(() => {
    Math.random = random;
  });
}
