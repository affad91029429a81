import { type Plan, isUnchanged } from '../changes/change.js';
import type { Directory } from '../directory.js';
import { estimate } from '../text/counted.js';

/** What changes of users cost in a user pool, and how fast a run makes them: in a plan, as it was when the plan was made. */
export interface UserCost {
  /** The pool's tier, as Cognito names it; null if it could not be read. */
  readonly tier: string | null;
  /** US dollars for a further monthly active user, at most; null if the price of the tier is not known. */
  readonly dollarsPerUser: number | null;
  /** At how many writes a second a run works; null for changes that are no run, and where there is no limit. */
  readonly writesPerSecond: number | null;
}

/**
 * US dollars for a monthly active user beyond those that are free, by the pool's tier: at most, as the first ones cost. In
 * the Lite tier a user of SAML or OIDC costs more than others. ("Amazon Cognito pricing", as of 2025.)
 */
const PRICES: Readonly<Record<string, number>> = { LITE: 0.015, ESSENTIALS: 0.015, PLUS: 0.02 };

/** @param writesPerSecond how fast a run works; `Infinity` or `undefined` without a limit */
export async function readUserCost(directory: Directory, writesPerSecond: number | undefined): Promise<UserCost> {
  // What it costs may be left out where the pool may not be read: no plan fails for that.
  const { UserPoolTier: tier = null } = await directory.pool().catch(() => ({ UserPoolTier: null }));
  return {
    tier,
    dollarsPerUser: (tier === null ? undefined : PRICES[tier]) ?? null,
    writesPerSecond: writesPerSecond === undefined || writesPerSecond === Infinity ? null : writesPerSecond,
  };
}

/**
 * The users who may become active in this month by plans, each counted once. A user counts as active in a month in which an
 * administrator creates, changes, disables or deletes them ("Quotas in Amazon Cognito", "Monthly active users").
 */
export function usersChangedBy(plans: readonly Pick<Plan, 'target' | 'fields'>[]): number {
  const changed = plans.filter((plan) => plan.target.kind === 'user' && !isUnchanged(plan));
  return new Set(changed.map(({ target }) => target.id)).size;
}

/** What it costs at most to change users, and how long it takes at least: labels and values, none if no user is changed. */
export function costOf(users: number, { tier, dollarsPerUser, writesPerSecond }: UserCost): CostLine[] {
  if (users === 0) return [];
  const name = tier === null ? '' : `${tier.charAt(0)}${tier.slice(1).toLowerCase()}`;
  // Rounded up, as it is the most; not for what binary fractions add.
  const cents = Math.ceil(Number((users * (dollarsPerUser ?? 0) * 100).toFixed(3)));
  const dollars = dollarsPerUser === null ? '' : `, ${(cents / 100).toFixed(2)} USD (${name})`;
  const active = { label: 'monthly active users', value: `at most ${users} more${dollars}` };
  if (writesPerSecond === null) return [active];
  const time = `about ${estimate(users / writesPerSecond)} or longer, at ${writesPerSecond} writes a second`;
  return [active, { label: 'time', value: time }];
}

interface CostLine {
  readonly label: string;
  readonly value: string;
}
