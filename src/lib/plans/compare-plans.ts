import { isUnchanged, type Plan } from '../changes/change.js';
import { AdminError } from '../errors.js';
import type { RowRecord } from '../history/read-run.js';
import { movedFields, sameValue } from '../model/field-change.js';
import { fieldLabel, fieldText } from '../text/field-text.js';
import { type SavedPlan, savedPlan } from './plan-document.js';

/** A new plan that is what was saved, so that it may be carried out. */
export interface Matched<Fresh extends Plan> {
  readonly fresh: Fresh;
  /** The number of the saved plan, from 1. */
  readonly n: number;
  /** The record that was started for it before and has no end. */
  readonly resumes: string | undefined;
}

/**
 * Finds for each saved plan the new plan that is the same. Plans that the history shows as done are left out.
 *
 * @param records the records of the saved plans, by their number
 * @throws AdminError CHANGED_UNDERNEATH if anything differs, naming all of it
 */
export function matchPlans<Fresh extends Plan>(
  saved: readonly SavedPlan[],
  fresh: readonly Fresh[],
  records: ReadonlyMap<number, RowRecord>,
): Matched<Fresh>[] {
  const left = new Set(fresh);
  const take = (isWanted: (one: Fresh) => boolean): Fresh | undefined => {
    const found = [...left].find(isWanted);
    if (found !== undefined) left.delete(found);
    return found;
  };
  // Several changes may be of one target, so that the same ones are found first.
  const same = saved.map((plan) => take((one) => isSamePlan(plan, one)));
  const matched: Matched<Fresh>[] = [];
  const moved = new MovedTargets();
  for (const [index, plan] of saved.entries()) {
    const n = index + 1;
    const record = records.get(n);
    const found = same[index] ?? take((one) => hasSameFields(plan, one));
    if (isDone(record)) continue;
    const wasStarted = record !== undefined;
    if (found !== undefined && (found === same[index] || (wasStarted && isRestOfPlan(plan, found)))) {
      matched.push({ fresh: found, n, resumes: record?.result === null ? record.recordId : undefined });
      // Of a plan that was started nothing may be left: it was made, and its answer was lost.
    } else if (!wasStarted || found !== undefined) {
      moved.add(whatMoved(plan, found ?? take((one) => hasSameTarget(plan, one))));
    }
  }
  for (const plan of left) {
    if (!isUnchanged(plan)) moved.add(wouldChangeToo(plan.target.label));
  }
  moved.assertNone();
  return matched;
}

/** What has changed since it was planned. */
export class MovedTargets {
  readonly #sentences: string[] = [];

  /** @param sentence on one target, without a full stop */
  add(sentence: string): void {
    this.#sentences.push(sentence);
  }

  /** @throws AdminError CHANGED_UNDERNEATH, naming all of them */
  assertNone(): void {
    const [first, ...others] = this.#sentences;
    if (first === undefined) return;
    const isOne = others.length === 0;
    const advice = 'Nothing was changed. Look at it, then make a new plan.';
    throw new AdminError(
      'CHANGED_UNDERNEATH',
      isOne ? first : `${this.#sentences.length} targets have changed since they were planned`,
      { hint: [...(isOne ? [] : this.#sentences), advice].join('\n') },
    );
  }
}

/** A sentence on a target that is not in the plan. */
export function wouldChangeToo(label: string): string {
  return `${label} would change too, which is not in the plan`;
}

/** Whether the history shows a change as done. */
export function isDone(record: Pick<RowRecord, 'result'> | undefined): boolean {
  return record?.result === 'done' || record?.result === 'unchanged';
}

/** Whether a new plan is exactly what was saved: the same change of the same target in the same state, called the same. */
export function isSamePlan({ row: _, ...saved }: SavedPlan, fresh: Plan): boolean {
  return (
    JSON.stringify(savedPlan({ ...saved, doneMessage: '', unchangedMessage: '' })) === JSON.stringify(savedPlan(fresh))
  );
}

/**
 * Whether a new plan does nothing but the rest of what was saved. That suffices for a change that this plan has started
 * and that was cut off, which may have made a part of it.
 */
export function isRestOfPlan(saved: SavedPlan, fresh: Plan): boolean {
  const wanted = new Map(movedFields(saved.fields).map(({ field, after }) => [field, after]));
  const isWanted = ({ field, after }: SavedPlan['fields'][number]): boolean => {
    const value = wanted.get(field);
    return value !== undefined && sameValue(value, after);
  };
  const isSameUser = saved.target.sub === fresh.target.sub;
  return hasSameTarget(saved, fresh) && isSameUser && movedFields(fresh.fields).every(isWanted);
}

function hasSameFields(saved: SavedPlan, fresh: Plan): boolean {
  const names = ({ fields }: Pick<Plan, 'fields'>): string => JSON.stringify(fields.map(({ field }) => field));
  return hasSameTarget(saved, fresh) && names(saved) === names(fresh);
}

function hasSameTarget({ operation, target }: SavedPlan, fresh: Plan): boolean {
  const { kind, id } = fresh.target;
  return operation === fresh.operation && kind === target.kind && id === target.id;
}

/** A sentence on how a new plan differs from what was saved. */
export function whatMoved({ target, fields }: SavedPlan, fresh: Plan | undefined): string {
  const { label } = target;
  if (fresh === undefined) return `${label} has changed since it was planned: there is nothing left to do`;
  if (target.sub !== fresh.target.sub) return `${label} is another user than when it was planned`;
  const moved = fresh.fields.find(({ field, before }) => {
    const planned = fields.find((one) => one.field === field);
    return planned === undefined || !sameValue(planned.before, before);
  });
  const planned = fields.find(({ field }) => field === moved?.field);
  if (moved === undefined || planned === undefined) return `${label} has changed since it was planned`;
  const [then, now] = [planned.before, moved.before].map((value) => fieldText(value));
  return `${label} has changed since it was planned: ${fieldLabel(moved.field)} was ${then}, and is ${now} now`;
}
