import { isUnchanged } from '../changes/change.js';
import { type Acting, placeJson, placeText } from '../changes/place.js';
import { endpointIdentity, poolName } from '../cognito/client/endpoint.js';
import { commandLine, type Directory } from '../directory.js';
import { AdminError } from '../errors.js';
import { historyStores } from '../history/history-stores.js';
import { readRun, type RowRecord } from '../history/read-run.js';
import { isDone } from './compare-plans.js';
import type { PlanDocument, PlanHead } from './plan-document.js';

/** @throws AdminError PLAN_EXPIRED */
export function assertNotExpired(plan: Pick<PlanHead, 'id' | 'expiresAt'>): void {
  if (!isExpired(plan)) return;
  throw new AdminError('PLAN_EXPIRED', `plan ${plan.id} expired on ${plan.expiresAt}`, {
    hint: 'Nothing was changed. Make a new plan.',
  });
}

/** Whether a plan is too old to be applied. */
export function isExpired({ expiresAt }: Pick<PlanHead, 'expiresAt'>, now = Date.now()): boolean {
  return now >= Date.parse(expiresAt);
}

/**
 * Refuses a plan that was made for another user pool, endpoint or account than the directory's.
 *
 * @throws AdminError OTHER_POOL
 */
export function assertSamePlace(directory: Acting, { id, context: planned }: PlanHead): void {
  const { poolId, region, endpoint, account } = placeJson(directory);
  const isSame =
    planned.poolId === poolId &&
    planned.region === region &&
    endpointIdentity(planned.endpoint) === endpointIdentity(endpoint) &&
    (planned.account === null || account === null || planned.account === account);
  if (isSame) return;
  const where = [
    planned.poolId === null ? `a new user pool in region ${planned.region}` : poolName(planned.poolId),
    ...(planned.account === null ? [] : [`account ${planned.account}`]),
    ...(planned.endpoint === null ? [] : [`endpoint ${planned.endpoint}`]),
  ].join(', ');
  throw new AdminError('OTHER_POOL', `plan ${id} is for ${where}, and this is ${placeText(directory)}`, {
    hint: `Nothing was changed. It was made in context ${planned.name}. To use a context: --context NAME`,
  });
}

/**
 * What the history knows of the changes of a plan, by their number in it.
 *
 * @throws AdminError PLAN_APPLIED if all of them are done; HISTORY_UNREADABLE
 */
export async function assertNotApplied(
  directory: Directory,
  { id, plans }: Pick<PlanDocument, 'id' | 'plans'>,
): Promise<ReadonlyMap<number, RowRecord>> {
  const records = await readRun(historyStores(directory), id);
  const isOpen = plans.some((plan, index) => !isUnchanged(plan) && !isDone(records.get(index + 1)));
  const [first] = records.values();
  if (isOpen || first === undefined) return records;
  throw new AdminError('PLAN_APPLIED', `plan ${id} was applied on ${first.startedAt}`, {
    hint: `Nothing was changed. To see what it did: ${commandLine(directory, `history list --run ${id}`)}`,
  });
}
