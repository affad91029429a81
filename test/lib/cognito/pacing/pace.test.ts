import { setTimeout as delay } from 'node:timers/promises';

import { expect } from 'chai';

import type { OperationName } from '../../../../src/lib/cognito/client/operations.js';
import { isThrottling, makePace, type Pace } from '../../../../src/lib/cognito/pacing/pace.js';
import { serviceError } from '../cognito-mock.js';

const SIGNAL = new AbortController().signal;

/** Milliseconds from the first of so many calls made at once to the last, each answered at once. */
async function spread(pace: Pace, operation: OperationName, count: number): Promise<number> {
  const times: number[] = [];
  const call = () => {
    times.push(performance.now());
    return Promise.resolve();
  };
  const options = { signal: SIGNAL, begun: () => undefined };
  await Promise.all(Array.from({ length: count }, () => pace.attempt(operation, call, options)));
  return Math.max(...times) - Math.min(...times);
}

describe('makePace', () => {
  it('takes half of the published rate, of each category by itself', async () => {
    const pace = makePace({ maxConcurrency: 100 });
    const [update, read, list] = await Promise.all([
      spread(pace, 'AdminDisableUser', 9),
      spread(pace, 'AdminGetUser', 9),
      spread(pace, 'ListUsers', 9),
    ]);
    // Of nine, what a tenth of a second may make up for comes at once; the others one by one.
    expect(update).to.be.within(450, 1_000);
    expect(read).to.be.below(250);
    expect(list).to.be.within(330, 900);
  });

  it('has writes at the rate that was asked for, and reads no slower than usually', async () => {
    const slow = makePace({ rate: 10, maxConcurrency: 100 });
    const fast = makePace({ rate: 1_000, maxConcurrency: 100 });
    const [write, read, fastWrite, fastRead] = await Promise.all([
      spread(slow, 'AdminCreateUser', 6),
      spread(slow, 'AdminGetUser', 6),
      spread(fast, 'AdminCreateUser', 6),
      spread(fast, 'ListUsers', 20),
    ]);
    expect(write).to.be.within(300, 1_000);
    expect(read).to.be.below(200);
    expect([fastWrite < 200, fastRead < 200]).to.deep.equal([true, true]);
  });

  it('has no more under way at once than it may, of all categories together', async () => {
    const pace = makePace({ rate: Infinity, maxConcurrency: 3 });
    let underWay = 0;
    let most = 0;
    const call = async () => {
      underWay += 1;
      most = Math.max(most, underWay);
      await delay(5);
      underWay -= 1;
    };
    const options = { signal: SIGNAL, begun: () => undefined };
    const operations = ['AdminCreateUser', 'AdminGetUser', 'AdminDisableUser'] as const;
    await Promise.all(
      Array.from({ length: 30 }, (_, turn) => pace.attempt(operations[turn % 3]!, call, options)),
    );
    expect([most, underWay]).to.deep.equal([3, 0]);
  });

  it('says that a call begins when its turn has come and a place is free, and not before', async () => {
    const pace = makePace({ rate: Infinity, maxConcurrency: 1 });
    const said: string[] = [];
    const attempt = (name: string) =>
      pace.attempt(
        'AdminCreateUser',
        async () => {
          await delay(5);
          said.push(`${name} ends`);
        },
        { signal: SIGNAL, begun: () => said.push(`${name} begins`) },
      );
    await Promise.all([attempt('one'), attempt('two')]);
    expect(said).to.deep.equal(['one begins', 'one ends', 'two begins', 'two ends']);
  });

  it('makes no call whose wait was ended, for its turn or for a place', async () => {
    for (const limits of [
      { rate: 0.1, maxConcurrency: 10 },
      { rate: Infinity, maxConcurrency: 1 },
    ]) {
      const pace = makePace(limits);
      const leaving = new AbortController();
      let calls = 0;
      const call = async () => {
        calls += 1;
        await delay(30);
      };
      const options = { signal: leaving.signal, begun: () => undefined };
      const ends = [pace.attempt('AdminCreateUser', call, options)];
      await delay(10);
      ends.push(pace.attempt('AdminCreateUser', call, options));
      leaving.abort();
      const statuses = (await Promise.allSettled(ends)).map(({ status }) => status);
      expect([statuses, calls]).to.deep.equal([['fulfilled', 'rejected'], 1]);
    }
  });

  it('slows down the category that was throttled, and no other; and hands the error on', async () => {
    const pace = makePace({ maxConcurrency: 10 });
    const error = serviceError('TooManyRequestsException');
    const options = { signal: SIGNAL, begun: () => undefined };
    const thrown = await pace
      .attempt('ListUsers', () => Promise.reject(error), options)
      .catch((reason: unknown) => reason);
    const begin = performance.now();
    await pace.attempt('AdminGetUser', () => Promise.resolve(), options);
    const other = performance.now() - begin;
    await pace.attempt('ListUsers', () => Promise.resolve(), options);
    const same = performance.now() - begin;
    expect([thrown === error, other < 100, same > 150]).to.deep.equal([true, true, true]);
  });
});

describe('isThrottling', () => {
  it('is true of every name under which AWS says that there were too many, and of its status', () => {
    const errors = [
      serviceError('TooManyRequestsException'),
      serviceError('ThrottlingException'),
      serviceError('RequestThrottled'),
      serviceError('RequestLimitExceeded'),
      serviceError('Unknown', 'slower', { httpStatusCode: 429 }),
    ];
    expect(errors.map(isThrottling)).to.deep.equal([true, true, true, true, true]);
  });

  it('is false of a quota that is used up, of any other error, and of what is none', () => {
    const others = [
      serviceError('LimitExceededException'),
      serviceError('InternalErrorException'),
      'x',
      undefined,
    ];
    expect(others.map(isThrottling)).to.deep.equal([false, false, false, false]);
  });
});
