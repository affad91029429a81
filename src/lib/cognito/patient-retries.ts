import type { CognitoIdentityProviderClientConfig } from '@aws-sdk/client-cognito-identity-provider';

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

/**
 * The SDK's retry strategy for a run of many calls. The SDK's own gives a call up after a few attempts, and all calls
 * together after some hundred: rightly for one person who waits, but a run that keeps its pace can wait for as long as
 * the call's time lasts. What is throttled is tried again at the pace that the throttling has set, however often.
 */
export function patientRetries(): Strategy {
  return {
    acquireInitialRetryToken: () => Promise.resolve(tokenOf({ retries: 0, failures: 0, delay: 0 })),
    refreshRetryTokenForRetry: (token, { errorType, error }) => {
      const { failures } = token as CountedToken;
      const retries = token.getRetryCount() + 1;
      if (errorType === 'THROTTLING') return Promise.resolve(tokenOf({ retries, failures, delay: 0 }));
      if (errorType === 'CLIENT_ERROR' || failures + 1 >= ATTEMPTS) {
        return Promise.reject(error instanceof Error ? error : new Error(String(error)));
      }
      const longest = Math.min(MOST_DELAY, FIRST_DELAY * 2 ** failures);
      // Spread, so that calls that failed together do not come again together.
      const delay = longest * (0.5 + Math.random() / 2);
      return Promise.resolve(tokenOf({ retries, failures: failures + 1, delay }));
    },
    recordSuccess: () => undefined,
  };
}

interface CountedToken extends Token {
  /** Attempts that failed otherwise than by throttling. */
  readonly failures: number;
}

function tokenOf(counts: { retries: number; failures: number; delay: number }): CountedToken {
  return {
    failures: counts.failures,
    getRetryCount: () => counts.retries,
    getRetryDelay: () => counts.delay,
  };
}
