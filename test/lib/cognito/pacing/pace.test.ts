import { setTimeout as delay } from 'node:timers/promises';

import { expect } from 'chai';

import type { OperationName } from '../../../../src/lib/cognito/client/operations.js';
import { isThrottling, makePace, type PaceLimits } from '../../../../src/lib/cognito/pacing/pace.js';
import { serviceError } from '../cognito-mock.js';
import { stoppedClock, virtualClock } from '../test-clocks.js';

const SIGNAL = new AbortController().signal;
const OPTIONS = { signal: SIGNAL, onStart: () => undefined };

/** Milliseconds at which each of several calls is made, from the first; all are requested at once. */
async function timesOf(limits: Partial<PaceLimits>, operation: OperationName, count: number) {
  const clock = virtualClock();
  const pace = makePace({ maxConcurrency: 100, ...limits }, clock);
  // The first call loads p-limit, in real time.
  await pace.attempt('DescribeUserPool', () => Promise.resolve(), OPTIONS);
  const times: number[] = [];
  const call = () => {
    times.push(clock.now());
    return Promise.resolve();
  };
  await Promise.all(Array.from({ length: count }, () => pace.attempt(operation, call, OPTIONS)));
  return times.map((time) => Math.round(time - times[0]!));
}

describe('makePace', () => {
  it('allows half of the published rate by default, with up to 100 ms made up for', async () => {
    // 12.5, 60 and 15 calls a second.
    expect(await timesOf({}, 'AdminDisableUser', 4)).to.deep.equal([0, 0, 60, 140]);
    expect(await timesOf({}, 'AdminGetUser', 9)).to.deep.equal([0, 0, 0, 0, 0, 0, 0, 17, 33]);
    expect(await timesOf({}, 'ListUsers', 4)).to.deep.equal([0, 0, 33, 100]);
  });

  it('allows writes at the requested rate, and reads at no less than their default', async () => {
    expect(await timesOf({ rate: 10 }, 'AdminCreateUser', 4)).to.deep.equal([0, 0, 100, 200]);
    expect(await timesOf({ rate: 10 }, 'AdminGetUser', 9)).to.deep.equal([0, 0, 0, 0, 0, 0, 0, 17, 33]);
    expect((await timesOf({ rate: 1_000 }, 'AdminCreateUser', 121)).at(-1)).to.equal(20);
    expect((await timesOf({ rate: 1_000 }, 'ListUsers', 121)).at(-1)).to.equal(20);
  });

  it('follows a limit of the account from the next call on, unless a rate was asked for', async () => {
    const clock = virtualClock();
    const rates = [undefined, 10].map((rate) => {
      const pace = makePace({ rate, maxConcurrency: 1 }, clock);
      const before = pace.rateOf('UserUpdate');
      pace.follow('UserUpdate', 100);
      return [pace.isGiven, before, pace.rateOf('UserUpdate'), pace.rateOf('UserCreation')];
    });
    expect(rates).to.deep.equal([
      [false, 12.5, 50, 25],
      [true, 10, 10, 10],
    ]);
    const pace = makePace({ maxConcurrency: 1 }, clock);
    const timeOf = async () => {
      await pace.attempt('AdminDisableUser', () => Promise.resolve(), OPTIONS);
      return clock.now();
    };
    const start = await timeOf();
    pace.follow('UserUpdate', 1);
    const times = [await timeOf(), await timeOf()];
    expect(times.map((time) => time - start)).to.deep.equal([0, 1_900]);
  });

  it('limits the calls in progress, of all categories together', async () => {
    const pace = makePace({ rate: Infinity, maxConcurrency: 3 });
    let inProgress = 0;
    let most = 0;
    const call = async () => {
      inProgress += 1;
      most = Math.max(most, inProgress);
      await delay(2);
      inProgress -= 1;
    };
    const operations = ['AdminCreateUser', 'AdminGetUser', 'AdminDisableUser'] as const;
    await Promise.all(Array.from({ length: 30 }, (_, turn) => pace.attempt(operations[turn % 3]!, call, OPTIONS)));
    expect([most, inProgress]).to.deep.equal([3, 0]);
  });

  it('reports the start of a call when it is made, not when it is requested', async () => {
    const pace = makePace({ rate: Infinity, maxConcurrency: 1 });
    const events: string[] = [];
    const attempt = (name: string) =>
      pace.attempt(
        'AdminCreateUser',
        async () => {
          await delay(5);
          events.push(`${name} ends`);
        },
        { signal: SIGNAL, onStart: () => events.push(`${name} starts`) },
      );
    await Promise.all([attempt('one'), attempt('two')]);
    expect(events).to.deep.equal(['one starts', 'one ends', 'two starts', 'two ends']);
  });

  for (const [what, limits] of [
    ['the rate', { rate: 1, maxConcurrency: 10 }],
    ['another call to end', { rate: Infinity, maxConcurrency: 1 }],
  ] as const) {
    it(`does not make a call that is aborted while it waits for ${what}`, async () => {
      const pace = makePace(limits, stoppedClock());
      const controller = new AbortController();
      let calls = 0;
      let end: () => void = () => undefined;
      const call = () => {
        calls += 1;
        return new Promise<void>((resolve) => (end = resolve));
      };
      const options = { signal: controller.signal, onStart: () => undefined };
      const attempts = [pace.attempt('AdminCreateUser', call, options)];
      await delay(5);
      attempts.push(pace.attempt('AdminCreateUser', call, options));
      await delay(5);
      controller.abort();
      end();
      const statuses = (await Promise.allSettled(attempts)).map(({ status }) => status);
      expect([statuses, calls]).to.deep.equal([['fulfilled', 'rejected'], 1]);
    });
  }

  it('slows down only the category that was throttled, and rethrows the error', async () => {
    const clock = virtualClock();
    const pace = makePace({ maxConcurrency: 10 }, clock);
    const error = serviceError('TooManyRequestsException');
    const thrown: unknown = await pace
      .attempt('ListUsers', () => Promise.reject(error), OPTIONS)
      .catch((reason: unknown) => reason);
    const start = clock.now();
    const timeOf = async (operation: OperationName) => {
      await pace.attempt(operation, () => Promise.resolve(), OPTIONS);
      return clock.now() - start;
    };
    expect([thrown === error, await timeOf('AdminGetUser'), await timeOf('ListUsers')]).to.deep.equal([true, 0, 200]);
  });
});

describe('isThrottling', () => {
  it("is true for each of AWS's names for too many requests, and for their status", () => {
    const errors = [
      serviceError('TooManyRequestsException'),
      serviceError('ThrottlingException'),
      serviceError('RequestThrottled'),
      serviceError('RequestLimitExceeded'),
      serviceError('Unknown', 'slower', { httpStatusCode: 429 }),
    ];
    expect(errors.map(isThrottling)).to.deep.equal([true, true, true, true, true]);
  });

  it('is false for a used-up quota, for any other error, and for other values', () => {
    const others = [serviceError('LimitExceededException'), serviceError('InternalErrorException'), 'x', undefined];
    expect(others.map(isThrottling)).to.deep.equal([false, false, false, false]);
  });
});
