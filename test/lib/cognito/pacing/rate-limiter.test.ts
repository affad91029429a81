import { expect } from 'chai';

import { type Clock, makeRateLimiter } from '../../../../src/lib/cognito/pacing/rate-limiter.js';

const SIGNAL = new AbortController().signal;

/** A clock that stands still but for those who sleep by it. */
function testClock(): Clock & { forward: (milliseconds: number) => void } {
  let time = 1_000;
  return {
    now: () => time,
    sleep: (milliseconds, signal) => {
      signal.throwIfAborted();
      time += milliseconds;
      return Promise.resolve();
    },
    forward: (milliseconds) => {
      time += milliseconds;
    },
  };
}

/** When each of so many turns came, in milliseconds from the first. */
async function turns(
  lane: ReturnType<typeof makeRateLimiter>,
  clock: Clock,
  count: number,
): Promise<number[]> {
  const times: number[] = [];
  for (let turn = 0; turn < count; turn++) {
    await lane.turn(SIGNAL);
    times.push(clock.now());
  }
  return times.map((time) => Math.round(time - (times[0] ?? 0)));
}

describe('a lane', () => {
  it('gives turns at its rate, and makes up for no more than a tenth of a second that was missed', async () => {
    const clock = testClock();
    const lane = makeRateLimiter(20, clock);
    // At the first turn nothing was missed but what may be made up for: two more come at once.
    expect(await turns(lane, clock, 5)).to.deep.equal([0, 0, 0, 50, 100]);
    clock.forward(10_000);
    expect(await turns(lane, clock, 4)).to.deep.equal([0, 0, 0, 50]);
  });

  it('stops for a moment where a call is throttled, goes on at 0.7 of its rate, and comes back to it', async () => {
    const clock = testClock();
    const lane = makeRateLimiter(10, clock);
    await turns(lane, clock, 2);
    lane.throttled();
    const after = await turns(lane, clock, 3);
    expect(after.slice(1)).to.deep.equal([141, 280]);
    clock.forward(20_000);
    const later = await turns(lane, clock, 5);
    expect(later.slice(3).map((time, index) => time - (later[index + 2] ?? 0))).to.deep.equal([100, 100]);
  });

  it('takes calls that are throttled within a second for one reason to slow down', async () => {
    const [once, often] = [testClock(), testClock()];
    const lanes = [makeRateLimiter(10, once), makeRateLimiter(10, often)] as const;
    lanes[0].throttled();
    for (let call = 0; call < 20; call++) lanes[1].throttled();
    expect(await turns(lanes[1], often, 5)).to.deep.equal(await turns(lanes[0], once, 5));
  });

  it('never goes below a tenth of its rate', async () => {
    const clock = testClock();
    const lane = makeRateLimiter(10, clock);
    for (let second = 0; second < 100; second++) {
      lane.throttled();
      clock.forward(1_000);
    }
    lane.throttled();
    const [, first = 0, second = 0] = await turns(lane, clock, 3);
    expect(second - first).to.be.within(500, 1_000);
  });

  it('pauses for those too who wait already', async () => {
    const clock = testClock();
    const lane = makeRateLimiter(10, clock);
    await turns(lane, clock, 2);
    const begun = clock.now();
    const waiting = [lane.turn(SIGNAL), lane.turn(SIGNAL)];
    lane.throttled();
    await Promise.all(waiting);
    expect(clock.now() - begun).to.be.at.least(200);
  });

  it('lets a wait be ended, and the others have their turns', async () => {
    const lane = makeRateLimiter(10);
    const leaving = new AbortController();
    const calls = [lane.turn(SIGNAL), lane.turn(SIGNAL), lane.turn(leaving.signal), lane.turn(SIGNAL)];
    leaving.abort();
    const ends = await Promise.allSettled(calls);
    expect(ends.map(({ status }) => status)).to.deep.equal([
      'fulfilled',
      'fulfilled',
      'rejected',
      'fulfilled',
    ]);
  });

  it('of no rate never waits', async () => {
    const clock = testClock();
    expect(await turns(makeRateLimiter(Infinity, clock), clock, 1_000)).to.deep.equal(
      new Array(1_000).fill(0),
    );
  });
});
