import { type AppliedPlan, originOf, sourceOfRows } from './applied-plan.js';
import type { Outcome } from '../../changes/outcome.js';
import { NAMES } from '../../input/rows/user-name.js';
import type { Row } from '../../input/rows/row.js';
import { isRestOfPlan, isSamePlan, whatMoved } from '../../plans/compare-plans.js';
import { type SavedPlan, savedPlan } from '../../plans/plan-document.js';
import type { RowOperation } from '../../runs/operations/row-operation.js';
import type { RowOutcome, RunOptions } from '../../runs/run.js';
import type { PlanOfUndo } from '../../runs/undo/plan-undo-rows.js';

/** The rows of a plan as the input of a run, which may do with them what was saved and nothing else. */
export function inputOfPlan(applies: AppliedPlan): Pick<RunOptions, 'input' | 'plan'> {
  const { id, plans } = applies.document;
  return {
    input: {
      name: `plan ${id}`,
      format: 'ndjson',
      open: () => Promise.resolve(sourceOfRows(plans.map(({ row = {} }) => row))),
    },
    plan: {
      origin: originOf(applies),
      whatMoved: (n, fresh, wasStarted) => {
        const saved = plans[n - 1];
        if (saved === undefined) return `${fresh.target.label} is not in the plan`;
        const isExpected = isSamePlan(saved, fresh) || (wasStarted && isRestOfPlan(saved, fresh));
        return isExpected ? undefined : whatMoved(saved, fresh);
      },
    },
  };
}

/** The rows of a plan that undoes a run, by the records that they undo. */
export function undoOfPlan(applies: AppliedPlan): PlanOfUndo {
  const { plans } = applies.document;
  const rows = plans.map((saved, index) => ({ n: index + 1, saved, record: applies.records.get(index + 1) }));
  return { origin: originOf(applies), rows: new Map(rows.map((row) => [row.saved.undoes ?? '', row])) };
}

/**
 * Yields the outcomes of a dry run unchanged, and saves the plan of each row that has one.
 *
 * @param toSave the plan of an outcome as it is saved
 * @param save gets the plans as they come
 */
export async function* savedOutcomes<One extends Outcome>(
  outcomes: AsyncIterable<One>,
  toSave: (outcome: One) => SavedPlan,
  save: (plans: AsyncIterable<SavedPlan>) => Promise<void>,
): AsyncGenerator<One, void, undefined> {
  const { readable, writable } = new TransformStream<SavedPlan>();
  const writer = writable.getWriter();
  const saving = save(readable);
  // It is awaited with the next plan, or at the end. If it fails before it reads, a plan would wait for it.
  saving.catch((error: unknown) => readable.cancel(error).catch(() => undefined));
  try {
    for await (const outcome of outcomes) {
      if (outcome.error === undefined) await Promise.race([writer.write(toSave(outcome)), saving]);
      yield outcome;
    }
    await writer.close();
  } catch (error) {
    await writer.abort(error).catch(() => undefined);
    throw error;
  }
  await saving;
}

/** The plan of a row, with the row. */
export function savedRow({ plan, row }: RowOutcome, operation: RowOperation): SavedPlan {
  return { ...savedPlan(plan), row: valuesOf(row, operation) };
}

/** Of a row that only names a user, its other columns do not matter, and may be anything: a plan does not hold them. */
function valuesOf({ values }: Row, { hasValues }: RowOperation): Row['values'] {
  if (hasValues) return values;
  const names: readonly string[] = NAMES;
  return Object.fromEntries(Object.entries(values).filter(([key]) => names.includes(key)));
}
