import type pLimit from 'p-limit';

import { isWrite } from '../client/is-write.js';
import { type RateLimiter, makeRateLimiter } from './rate-limiter.js';
import type { OperationName } from '../client/operations.js';
import { PUBLISHED_RATES, type QuotaCategory, quotaCategory } from './quota.js';

/** How fast many calls may go. */
export interface PaceLimits {
  /**
   * Writes a second in each quota category, and reads where that is more than their default. Left out, half of what
   * Cognito publishes; Infinity for no limit.
   */
  readonly rate?: number | undefined;
  /** Calls under way at once. */
  readonly maxConcurrency: number;
}

/** Keeps many calls to the pace of their quota categories. */
export interface Pace {
  /**
   * Makes one attempt at a call when its turn has come.
   *
   * @param options.signal ends the waiting
   * @param options.begun is called when the waiting is over
   */
  attempt<T>(
    operation: OperationName,
    call: () => Promise<T>,
    options: { signal: AbortSignal; begun: () => void },
  ): Promise<T>;
}

/** The share of Cognito's published rate that is taken unless asked otherwise: the rest is production's. */
const SHARE = 0.5;

/** Keeps the pace for every call of one process to one pool. */
export function makePace({ rate, maxConcurrency }: PaceLimits): Pace {
  const lanes = new Map<QuotaCategory, RateLimiter>();
  let limit: Promise<ReturnType<typeof pLimit>> | undefined;
  const laneFor = (operation: OperationName): RateLimiter => {
    const category = quotaCategory(operation);
    const lane = lanes.get(category) ?? makeRateLimiter(rateFor(category, isWrite(operation), rate));
    lanes.set(category, lane);
    return lane;
  };
  return {
    async attempt(operation, call, { signal, begun }) {
      const lane = laneFor(operation);
      await lane.turn(signal);
      const slots = await (limit ??= import('p-limit').then((module) => module.default(maxConcurrency)));
      return slots(async () => {
        signal.throwIfAborted();
        begun();
        try {
          return await call();
        } catch (error) {
          if (isThrottling(error)) lane.throttled();
          throw error;
        }
      });
    },
  };
}

function rateFor(category: QuotaCategory, writes: boolean, asked: number | undefined): number {
  const usual = PUBLISHED_RATES[category] * SHARE;
  if (asked === undefined) return usual;
  return writes ? asked : Math.max(asked, usual);
}

/** The names under which AWS says that there were too many requests; the mail quota's is not among them. */
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
