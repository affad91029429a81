import type { CognitoIdentityProviderClientConfig } from '@aws-sdk/client-cognito-identity-provider';

import { isThrottling } from './pace.js';

type Strategy = Extract<
  NonNullable<CognitoIdentityProviderClientConfig['retryStrategy']>,
  { refreshRetryTokenForRetry: unknown }
>;
type Token = Awaited<ReturnType<Strategy['acquireInitialRetryToken']>>;

/** Attempts at a call that fails for other reasons than throttling, the first included. */
const ATTEMPTS = 10;
/** Milliseconds before the second attempt, doubled for each further one, and the longest such delay. */
const FIRST_DELAY = 100;
const MAX_DELAY = 5_000;
/** Milliseconds after which a call that is still throttled fails: to the operator it looks like a hang. */
const MAX_THROTTLED = 600_000;

/** The error for a used-up quota. The SDK counts it as throttling, but waiting does not help. */
const QUOTA_USED_UP = 'LimitExceededException';

/**
 * The retry strategy for a run of many calls. The SDK's own gives a call up after a few attempts, and after a few hundred
 * retries of all calls together, which suits one person who waits. A run can wait longer: a throttled call is tried again
 * for ten minutes, at the rate that the rate limiter has lowered (`pace.ts`).
 *
 * @param now the time in milliseconds
 * @param firstDelay milliseconds before the second attempt
 */
export function retryStrategy(now: () => number = Date.now, firstDelay = FIRST_DELAY): Strategy {
  return {
    acquireInitialRetryToken: () => Promise.resolve(tokenOf(0, 0, now())),
    refreshRetryTokenForRetry: (token, { errorType, error }) => {
      const failures = token.getRetryCount();
      const { startedAt } = token as TimedToken;
      const isThrottled = isThrottling(error);
      if (isThrottled && now() - startedAt < MAX_THROTTLED) {
        return Promise.resolve(tokenOf(failures, 0, startedAt));
      }
      const isQuotaUsedUp = error instanceof Error && error.name === QUOTA_USED_UP;
      const isFinal = isThrottled || isQuotaUsedUp || errorType === 'CLIENT_ERROR';
      if (isFinal || failures + 1 >= ATTEMPTS) {
        return Promise.reject(error instanceof Error ? error : new Error(String(error)));
      }
      const longest = Math.min(MAX_DELAY, firstDelay * 2 ** failures);
      // Random, so that calls that failed together are not repeated together.
      return Promise.resolve(tokenOf(failures + 1, longest * (0.5 + Math.random() / 2), startedAt));
    },
    recordSuccess: () => undefined,
  };
}

/**
 * The SDK's standard strategy for a call that must not be carried out twice: an attempt is repeated only if it was throttled,
 * and so had no effect.
 *
 * @param attempts the most attempts, the first included
 */
export async function retryThrottledOnly(attempts: number): Promise<Strategy> {
  const { StandardRetryStrategy } = await import('@smithy/core/retry');
  const standard = new StandardRetryStrategy(attempts);
  return {
    acquireInitialRetryToken: (scope) => standard.acquireInitialRetryToken(scope),
    refreshRetryTokenForRetry: (token, info) =>
      isThrottling(info.error)
        ? standard.refreshRetryTokenForRetry(token as never, info)
        : Promise.reject(info.error instanceof Error ? info.error : new Error(String(info.error))),
    recordSuccess: (token) => {
      standard.recordSuccess(token as never);
    },
  };
}

interface TimedToken extends Token {
  /** When the first attempt was made, in milliseconds. */
  readonly startedAt: number;
}

/**
 * The SDK reports the count of failures as the number of attempts. Throttled attempts are not counted: they had no
 * effect, and the number is used to decide if the answer to an earlier attempt may have been lost.
 */
function tokenOf(failures: number, delay: number, startedAt: number): TimedToken {
  return { startedAt, getRetryCount: () => failures, getRetryDelay: () => delay };
}
