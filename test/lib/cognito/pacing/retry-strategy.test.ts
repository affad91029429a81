import { expect } from 'chai';

import { retryStrategy } from '../../../../src/lib/cognito/pacing/retry-strategy.js';
import { lostAnswer, serviceError } from '../cognito-mock.js';

type ErrorType = 'THROTTLING' | 'TRANSIENT' | 'SERVER_ERROR' | 'CLIENT_ERROR';

/** What the SDK is told after each of some failures of one call: how often it was tried again, and the wait. */
async function after(failures: readonly (readonly [ErrorType, Error])[]) {
  const strategy = retryStrategy();
  let token = await strategy.acquireInitialRetryToken('');
  const told: { retries: number; delay: number }[] = [];
  for (const [errorType, error] of failures) {
    token = await strategy.refreshRetryTokenForRetry(token, { errorType, error: error as never });
    told.push({ retries: token.getRetryCount(), delay: token.getRetryDelay() });
  }
  return told;
}

const throttled = ['THROTTLING', serviceError('TooManyRequestsException')] as const;
const lost = ['TRANSIENT', lostAnswer()] as const;
const broken = ['SERVER_ERROR', serviceError('InternalErrorException')] as const;

describe('patientRetries', () => {
  it('tries what is throttled again without a wait of its own, however often, and does not count it', async () => {
    expect(await after(new Array(1_000).fill(throttled))).to.deep.equal(
      new Array(1_000).fill({ retries: 0, delay: 0 }),
    );
  });

  it('gives up what is throttled for ten minutes', async () => {
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

  it('tries what failed otherwise ten times, each after up to twice the wait, and counts it', async () => {
    const nine = [lost, broken, lost, broken, lost, broken, lost, broken, lost];
    const told = await after(nine);
    expect(told.map(({ retries }) => retries)).to.deep.equal([1, 2, 3, 4, 5, 6, 7, 8, 9]);
    const most = [100, 200, 400, 800, 1_600, 3_200, 5_000, 5_000, 5_000];
    for (const [index, { delay }] of told.entries()) {
      expect(delay).to.be.within(most[index]! / 2, most[index]!);
    }
    const tenth = await after([...nine, broken]).catch((error: unknown) => error);
    expect(tenth).to.equal(broken[1]);
  });

  it('counts failures alone, however often the call was throttled in between', async () => {
    const told = await after([lost, throttled, throttled, lost]);
    expect(told.map(({ retries }) => retries)).to.deep.equal([1, 1, 1, 2]);
  });

  for (const [errorType, name] of [
    ['CLIENT_ERROR', 'UserNotFoundException'],
    ['THROTTLING', 'LimitExceededException'],
  ] as const) {
    it(`gives up ${name} at once, as the SDK's ${errorType}`, async () => {
      const error = serviceError(name);
      expect(await after([[errorType, error]]).catch((thrown: unknown) => thrown)).to.equal(error);
    });
  }
});
