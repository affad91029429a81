/**
 * Pacing: how fast many calls may be made, so that a run leaves production's sign-ins their share of Cognito's quotas.
 * The quotas are in `quota.ts`, a rate limiter for each in `rate-limiter.ts`, and what happens after a failed or throttled
 * attempt in `retry-strategy.ts`.
 */
import type pLimit from 'p-limit';

import { isWrite } from '../client/is-write.js';
import type { OperationName } from '../client/operations.js';
import { PUBLISHED_RATES, type QuotaCategory, quotaCategory } from './quota.js';
import { type Clock, makeRateLimiter, type RateLimiter } from './rate-limiter.js';

/** How fast many calls may be made. */
export interface PaceLimits {
  /**
   * Writes a second in each quota category; reads too, if that is more than their default. Default: half of the rate that
   * Cognito publishes, or that the account was found to have. Infinity for no limit.
   */
  readonly rate?: number | undefined;
  /** Most calls in progress at the same time. */
  readonly maxConcurrency: number;
}

/** Limits the rate of many calls, by the quota category of each. */
export interface Pace {
  /** Whether the rate was asked for, so that it follows no quota. */
  readonly isGiven: boolean;
  /** Writes a second in a category. Infinity for no limit. */
  rateOf(category: QuotaCategory): number;
  /** Takes the account's own limit of a category, in requests a second, in place of the published one. */
  follow(category: QuotaCategory, limit: number): void;
  /**
   * Makes one attempt at a call, as soon as the rate allows it.
   *
   * @param options.signal ends the waiting
   * @param options.onStart called when the waiting is over
   */
  attempt<T>(
    operation: OperationName,
    call: () => Promise<T>,
    options: { signal: AbortSignal; onStart: () => void },
  ): Promise<T>;
}

/** The default share of the published rate. The rest is left to production. */
const DEFAULT_SHARE = 0.5;

/** Makes the pace that all calls of a process to a pool share. */
export function makePace({ rate, maxConcurrency }: PaceLimits, clock?: Clock): Pace {
  const rateLimiters = new Map<QuotaCategory, RateLimiter>();
  const quotas: Record<QuotaCategory, number> = { ...PUBLISHED_RATES };
  let limit: Promise<ReturnType<typeof pLimit>> | undefined;
  const rateFor = (category: QuotaCategory, isForWrites: boolean): number => {
    const defaultRate = quotas[category] * DEFAULT_SHARE;
    if (rate === undefined) return defaultRate;
    return isForWrites ? rate : Math.max(rate, defaultRate);
  };
  const rateLimiterFor = (operation: OperationName): RateLimiter => {
    const category = quotaCategory(operation);
    const rateLimiter = rateLimiters.get(category) ?? makeRateLimiter(rateFor(category, isWrite(operation)), clock);
    rateLimiters.set(category, rateLimiter);
    return rateLimiter;
  };
  return {
    isGiven: rate !== undefined,
    rateOf: (category) => rateFor(category, true),
    follow(category, limit) {
      quotas[category] = limit;
      // The next call makes a limiter with the new rate.
      rateLimiters.delete(category);
    },
    async attempt(operation, call, { signal, onStart }) {
      const rateLimiter = rateLimiterFor(operation);
      await rateLimiter.turn(signal);
      const slots = await (limit ??= import('p-limit').then((module) => module.default(maxConcurrency)));
      return slots(async () => {
        signal.throwIfAborted();
        onStart();
        try {
          return await call();
        } catch (error) {
          if (isThrottling(error)) rateLimiter.throttled();
          throw error;
        }
      });
    },
  };
}

/** AWS's names for too many requests. The error for a used-up mail quota is not among them. */
const THROTTLING = new Set([
  'TooManyRequestsException',
  'ThrottlingException',
  'RequestThrottled',
  'RequestLimitExceeded',
]);

/** Whether an error of the SDK says that there were too many requests. */
export function isThrottling(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const { $metadata } = error as { $metadata?: { httpStatusCode?: number } };
  return THROTTLING.has(error.name) || $metadata?.httpStatusCode === 429;
}
