import type { ChangeOperation } from '../../changes/change.js';
import type { PlanSummary } from '../../changes/plan-summary.js';
import type { QuotaCategory } from '../../cognito/pacing/quota.js';
import type { Directory } from '../../directory.js';
import { costOf, readUserCost } from '../../plans/user-cost.js';

/** The quota category in which each operation of a run writes once for a user, or more often. */
const WRITES: Readonly<Partial<Record<ChangeOperation, QuotaCategory>>> = {
  'users.create': 'UserCreation',
  'users.restore': 'UserCreation',
  'users.disable': 'UserUpdate',
  'users.enable': 'UserUpdate',
  'users.reset-password': 'UserAccountRecovery',
  'users.set-attributes': 'UserUpdate',
  'users.sign-out': 'UserToken',
  'users.resend-invite': 'UserCreation',
  'users.delete': 'UserUpdate',
  'users.reset-mfa': 'UserUpdate',
  'users.lockdown': 'UserUpdate',
  'users.grant': 'UserUpdate',
  'tenant.sync': 'UserUpdate',
  'tenant.offboard': 'UserUpdate',
};

/** In which the users are looked up and read. */
const READS: readonly QuotaCategory[] = ['UserRead', 'UserList'];

/**
 * Lets a run follow the limits of the account where it may read them, in place of those that Cognito publishes: one that
 * was given more is faster, and one that was given less leaves its sign-ins their share. With `--rate` nothing is read.
 */
export async function followProvisionedLimits({ cognito }: Directory, operation: ChangeOperation): Promise<void> {
  const { pace } = cognito;
  if (pace === undefined || pace.isGiven) return;
  const categories = [WRITES[operation] ?? 'UserResourceUpdate', ...READS] as const;
  await Promise.all(
    categories.map(async (category) => {
      const limit = await provisionedLimit(cognito, category);
      if (limit !== undefined) pace.follow(category, limit);
    }),
  );
}

/**
 * The requests a second that the account has in a category, as GetProvisionedLimit tells since 2026; `undefined` where it
 * may not be asked or does not tell, as in a Region or at an endpoint that does not have it. No run fails for that.
 */
async function provisionedLimit(cognito: Directory['cognito'], category: QuotaCategory): Promise<number | undefined> {
  const LimitDefinition = { LimitClass: 'API_CATEGORY', Attributes: { Category: category } } as const;
  const { Limit: limit } = await cognito
    .call('GetProvisionedLimit', { LimitDefinition })
    .catch(() => ({ Limit: undefined }));
  if (limit?.LimitDefinition?.Attributes?.Category !== category) return undefined;
  const { ProvisionedLimitValue: value } = limit;
  return value !== undefined && value > 0 ? value : undefined;
}

/** The writes a second at which a run makes an operation; undefined without a limit. */
export function writesPerSecond({ cognito }: Directory, operation: ChangeOperation): number | undefined {
  return cognito.pace?.rateOf(WRITES[operation] ?? 'UserResourceUpdate');
}

/**
 * What a run costs at most, and how long it takes at least, as lines of a plan.
 *
 * @returns no line if nothing would be written
 */
export async function costLines(
  directory: Directory,
  operation: ChangeOperation,
  { all: { count } }: Pick<PlanSummary, 'all'>,
): Promise<string[]> {
  if (count === 0) return [];
  const cost = await readUserCost(directory, writesPerSecond(directory, operation));
  return costOf(count, cost).map(({ label, value }) => `${label}: ${value}`);
}
