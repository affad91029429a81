import { Readable } from 'node:stream';

import type { Change } from '../../changes/change.js';
import { planAll } from '../../changes/plan-all.js';
import type { RecorderOptions } from '../../changes/recorder.js';
import type { PlanOrigin } from '../../history/file/entry.js';
import type { RowRecord } from '../../history/read-run.js';
import type { Directory } from '../../directory.js';
import { AdminError } from '../../errors.js';
import { isDone, matchPlans } from '../../plans/compare-plans.js';
import type { PlanFile } from '../../plans/read-plan.js';

/** A plan that is applied by the command that made it: what it plans now must be what was saved. */
export interface AppliedPlan extends PlanFile {
  /** What the history knows of the plan's changes, by their number. Read when the directory is opened. */
  records: ReadonlyMap<number, RowRecord>;
}

/**
 * Refuses a plan for another place, or one that was applied, before anything is planned again.
 *
 * @throws AdminError OTHER_POOL, PLAN_APPLIED
 */
export async function assertPlanFits(plan: AppliedPlan, directory: Directory): Promise<void> {
  const { assertNotApplied, assertSamePlace } = await import('../../plans/assert-applicable.js');
  assertSamePlace(directory, plan.document);
  plan.records = await assertNotApplied(directory, plan.document);
}

/** What the history says of the plan of a change. */
export function originOf({ document: { id, createdBy, createdAt }, digest }: PlanFile): PlanOrigin {
  return { id, digest, createdBy, createdAt };
}

/** Rows of a plan as an input in NDJSON: the line of each is its number. */
export function sourceOfRows(rows: readonly object[] = []): Readable {
  const lines = rows.map((row) => Buffer.from(`${JSON.stringify(row)}\n`));
  return Readable.from(lines);
}

/**
 * Plans again what is left of a plan of several targets, each by its canonical name: one that is done may be gone.
 *
 * @throws AdminError as `planAll` does; CHANGED_UNDERNEATH for a target that is gone
 */
export function planLeft(
  { document, records }: AppliedPlan,
  plan: (name: string) => Promise<Change>,
): Promise<Change[]> {
  const left = new Map<string, string>();
  for (const [index, { target }] of document.plans.entries()) {
    if (!isDone(records.get(index + 1))) left.set(target.id, target.label);
  }
  return planAll([...left.keys()], (id) =>
    plan(id).catch((error: unknown) => {
      if (!(error instanceof AdminError) || error.code !== 'USER_NOT_FOUND') throw error;
      const message = `${left.get(id) ?? id} was deleted since it was planned`;
      const hint = 'Nothing was changed. Look at it, then make a new plan.';
      throw new AdminError('CHANGED_UNDERNEATH', message, { hint, cause: error });
    }),
  );
}

/**
 * The changes that are left to make of a plan, and how they are recorded.
 *
 * @param changes what the command plans now
 * @throws AdminError CHANGED_UNDERNEATH if anything else would be done than was saved, or a target has changed since
 */
export function changesToApply(
  applies: AppliedPlan,
  changes: readonly Change[],
): { readonly changes: readonly Change[]; readonly recordAs: readonly RecorderOptions[] } {
  const { document, records } = applies;
  const matched = matchPlans(document.plans, changes, records);
  const plan = originOf(applies);
  return {
    changes: matched.map(({ fresh }) => fresh),
    recordAs: matched.map(({ n, resumes }) => ({
      plan,
      run: { id: plan.id, row: n },
      resumes,
    })),
  };
}
