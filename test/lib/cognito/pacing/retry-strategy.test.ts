import { expect } from 'chai';

import { retryStrategy } from '../../../../src/lib/cognito/pacing/retry-strategy.js';
import { lostAnswer, serviceError } from '../cognito-mock.js';

type ErrorType = 'THROTTLING' | 'TRANSIENT' | 'SERVER_ERROR' | 'CLIENT_ERROR';

/** What the SDK gets after each of several failures of one call: the number of retries, and the delay. */
async function after(failures: readonly (readonly [ErrorType, Error])[]) {
  const strategy = retryStrategy();
  let token = await strategy.acquireInitialRetryToken('');
  const results: { retries: number; delay: number }[] = [];
  for (const [errorType, error] of failures) {
    token = await strategy.refreshRetryTokenForRetry(token, { errorType, error: error as never });
    results.push({ retries: token.getRetryCount(), delay: token.getRetryDelay() });
  }
  return results;
}

const throttled = ['THROTTLING', serviceError('TooManyRequestsException')] as const;
const lost = ['TRANSIENT', lostAnswer()] as const;
const broken = ['SERVER_ERROR', serviceError('InternalErrorException')] as const;

describe('retryStrategy', () => {
  it('repeats a throttled call without a delay of its own, and does not count the attempt', async () => {
    expect(await after(new Array(1_000).fill(throttled))).to.deep.equal(
      new Array(1_000).fill({ retries: 0, delay: 0 }),
    );
  });

  it('fails a call that was throttled for ten minutes', async () => {
    let time = 0;
    const strategy = retryStrategy(() => time);
    const token = await strategy.acquireInitialRetryToken('');
    const retry = () =>
      strategy.refreshRetryTokenForRetry(token, { errorType: 'THROTTLING', error: throttled[1] as never });
    time = 599_999;
    await retry();
    time = 600_000;
    expect(await retry().catch((error: unknown) => error)).to.equal(throttled[1]);
  });

  it('makes ten attempts at a call that fails otherwise, each after up to twice the delay, and counts them', async () => {
    const nine = [lost, broken, lost, broken, lost, broken, lost, broken, lost];
    const results = await after(nine);
    expect(results.map(({ retries }) => retries)).to.deep.equal([1, 2, 3, 4, 5, 6, 7, 8, 9]);
    const most = [100, 200, 400, 800, 1_600, 3_200, 5_000, 5_000, 5_000];
    for (const [index, { delay }] of results.entries()) {
      expect(delay).to.be.within(most[index]! / 2, most[index]!);
    }
    const tenth = await after([...nine, broken]).catch((error: unknown) => error);
    expect(tenth).to.equal(broken[1]);
  });

  it('does not count throttled attempts between failures', async () => {
    const results = await after([lost, throttled, throttled, lost]);
    expect(results.map(({ retries }) => retries)).to.deep.equal([1, 1, 1, 2]);
  });

  for (const [errorType, name] of [
    ['CLIENT_ERROR', 'UserNotFoundException'],
    ['THROTTLING', 'LimitExceededException'],
  ] as const) {
    it(`does not repeat a call after ${name}, which the SDK classifies as ${errorType}`, async () => {
      const error = serviceError(name);
      expect(await after([[errorType, error]]).catch((thrown: unknown) => thrown)).to.equal(error);
    });
  }
});
