import type { CognitoIdentityProviderClientConfig } from '@aws-sdk/client-cognito-identity-provider';

import { isThrottling } from './pace.js';

type Strategy = Extract<
  NonNullable<CognitoIdentityProviderClientConfig['retryStrategy']>,
  { refreshRetryTokenForRetry: unknown }
>;
type Token = Awaited<ReturnType<Strategy['acquireInitialRetryToken']>>;

/** Attempts at a call whose failures are no throttling, the first included. */
const ATTEMPTS = 10;
/** Milliseconds before the second attempt, doubled for each further one, and their most. */
const FIRST_DELAY = 100;
const MOST_DELAY = 5_000;
/** Milliseconds after which a call that is throttled all the time is given up: nobody who watches can tell it from a hang. */
const MOST_THROTTLED = 600_000;

/** The service's word for a quota that is used up: the SDK takes it for throttling, and no wait of a call gives it back. */
const USED_UP = 'LimitExceededException';

/**
 * The SDK's retry strategy for a run of many calls. The SDK's own gives a call up after a few attempts, and all calls
 * together after some hundred: rightly for one person who waits, but a run that keeps its pace can wait for as long as
 * the call's time lasts. What is throttled is tried again at the pace that the throttling has set, for ten minutes.
 *
 * @param now tells the time, in milliseconds
 */
export function retryStrategy(now: () => number = Date.now): Strategy {
  return {
    acquireInitialRetryToken: () => Promise.resolve(tokenOf(0, 0, now())),
    refreshRetryTokenForRetry: (token, { errorType, error }) => {
      const failures = token.getRetryCount();
      const { startedAt: begun } = token as TimedToken;
      const isThrottled = isThrottling(error);
      if (isThrottled && now() - begun < MOST_THROTTLED) return Promise.resolve(tokenOf(failures, 0, begun));
      const isFinal =
        isThrottled || errorType === 'CLIENT_ERROR' || (error instanceof Error && error.name === USED_UP);
      if (isFinal || failures + 1 >= ATTEMPTS) {
        return Promise.reject(error instanceof Error ? error : new Error(String(error)));
      }
      const longest = Math.min(MOST_DELAY, FIRST_DELAY * 2 ** failures);
      // Spread, so that calls that failed together do not come again together.
      return Promise.resolve(tokenOf(failures + 1, longest * (0.5 + Math.random() / 2), begun));
    },
    recordSuccess: () => undefined,
  };
}

/**
 * The SDK counts a call's attempts by this. Throttled ones are not counted: they did nothing, and whoever asks for the
 * count wants to know whether the answer to an earlier attempt may have been lost.
 */
function tokenOf(failures: number, delay: number, begun: number): TimedToken {
  return { startedAt: begun, getRetryCount: () => failures, getRetryDelay: () => delay };
}

interface TimedToken extends Token {
  /** When the call was begun, in milliseconds. */
  readonly startedAt: number;
}
