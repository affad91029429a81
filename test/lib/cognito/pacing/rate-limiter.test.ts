import { expect } from 'chai';

import { type Clock, makeRateLimiter } from '../../../../src/lib/cognito/pacing/rate-limiter.js';
import { virtualClock } from '../test-clocks.js';

const SIGNAL = new AbortController().signal;

/** The time of each of several turns, in milliseconds from the first. */
async function turns(limiter: ReturnType<typeof makeRateLimiter>, clock: Clock, count: number): Promise<number[]> {
  const times: number[] = [];
  for (let turn = 0; turn < count; turn++) {
    await limiter.turn(SIGNAL);
    times.push(clock.now());
  }
  return times.map((time) => Math.round(time - (times[0] ?? 0)));
}

describe('makeRateLimiter', () => {
  it('gives turns at its rate, and makes up for at most 100 ms of missed turns', async () => {
    const clock = virtualClock();
    const limiter = makeRateLimiter(20, clock);
    // At the first turn 100 ms count as missed, which are two turns.
    expect(await turns(limiter, clock, 5)).to.deep.equal([0, 0, 0, 50, 100]);
    clock.forward(10_000);
    expect(await turns(limiter, clock, 4)).to.deep.equal([0, 0, 0, 50]);
  });

  it('pauses after throttling, continues at 0.7 of its rate, and returns to the full rate', async () => {
    const clock = virtualClock();
    const limiter = makeRateLimiter(10, clock);
    await turns(limiter, clock, 2);
    limiter.throttled();
    const after = await turns(limiter, clock, 3);
    expect(after.slice(1)).to.deep.equal([141, 280]);
    clock.forward(20_000);
    const later = await turns(limiter, clock, 5);
    expect(later.slice(3).map((time, index) => time - (later[index + 2] ?? 0))).to.deep.equal([100, 100]);
  });

  it('slows down once if several calls are throttled within a second', async () => {
    const [once, often] = [virtualClock(), virtualClock()];
    const limiters = [makeRateLimiter(10, once), makeRateLimiter(10, often)] as const;
    limiters[0].throttled();
    for (let call = 0; call < 20; call++) limiters[1].throttled();
    expect(await turns(limiters[1], often, 5)).to.deep.equal(await turns(limiters[0], once, 5));
  });

  it('never slows down to less than a tenth of its rate', async () => {
    const clock = virtualClock();
    const limiter = makeRateLimiter(10, clock);
    for (let second = 0; second < 100; second++) {
      limiter.throttled();
      clock.forward(1_000);
    }
    limiter.throttled();
    const [, first = 0, second = 0] = await turns(limiter, clock, 3);
    expect(second - first).to.be.within(500, 1_000);
  });

  it('pauses calls too that are waiting already', async () => {
    const clock = virtualClock();
    const limiter = makeRateLimiter(10, clock);
    await turns(limiter, clock, 2);
    const start = clock.now();
    const waiting = [limiter.turn(SIGNAL), limiter.turn(SIGNAL)];
    limiter.throttled();
    await Promise.all(waiting);
    expect(clock.now() - start).to.be.at.least(200);
  });

  it('lets one waiting call be aborted, and gives the others their turns', async () => {
    const limiter = makeRateLimiter(10, virtualClock());
    const aborted = new AbortController();
    const calls = [limiter.turn(SIGNAL), limiter.turn(SIGNAL), limiter.turn(aborted.signal), limiter.turn(SIGNAL)];
    aborted.abort();
    const ends = await Promise.allSettled(calls);
    expect(ends.map(({ status }) => status)).to.deep.equal(['fulfilled', 'fulfilled', 'rejected', 'fulfilled']);
  });

  it('never waits without a limit', async () => {
    const clock = virtualClock();
    expect(await turns(makeRateLimiter(Infinity, clock), clock, 1_000)).to.deep.equal(new Array(1_000).fill(0));
  });
});
