import type { Change } from '../../changes/change.js';
import { guard } from '../../changes/guard.js';
import { isFatal } from '../../changes/plan-all.js';
import { addPlanFor, emptySummary, type PlanSummary } from '../../changes/plan-summary.js';
import type { Directory } from '../../directory.js';
import { AdminError } from '../../errors.js';
import { assertTrusted, type Trust } from '../../history/trust.js';
import { readSpool, writeSpool } from '../../input/spool.js';
import { defined } from '../../model/defined.js';
import type { Target } from '../../model/target.js';
import type { RecorderOptions } from '../../changes/recorder.js';
import type { PlanOrigin } from '../../history/file/entry.js';
import type { RowRecord } from '../../history/read-run.js';
import {
  isDone,
  isRestOfPlan,
  isSamePlan,
  MovedTargets,
  whatMoved,
  wouldChangeToo,
} from '../../plans/compare-plans.js';
import type { SavedPlan } from '../../plans/plan-document.js';
import { counted } from '../../text/counted.js';
import { planUndo } from '../../undo/plan-undo.js';
import { mapConcurrently } from '../execute/map-concurrently.js';
import { plannedChange } from '../plan/plan-row.js';
import { interruptedError } from '../plan/plan-rows.js';
import type { Planned } from '../plan/planned-row.js';
import type { RunFolder } from '../resume/run-folder.js';
import type { UndoRow } from './find-undo-rows.js';

/** A row with what has to be remembered of its plan, as it is kept in the spool of plans. */
export interface PlannedUndo extends UndoRow {
  /** How it is recorded, if the undo is that of a saved plan. */
  readonly recordAs?: Pick<RecorderOptions, 'run' | 'resumes'>;
  /** As it is now. */
  readonly target: Target;
  readonly planned: Planned;
}

/** A saved plan that undoes a run. */
export interface PlanOfUndo {
  readonly origin: PlanOrigin;
  /** The saved plans by the records that they undo, with their numbers and what the history has of them. */
  readonly rows: ReadonlyMap<
    string,
    { readonly n: number; readonly saved: SavedPlan; readonly record: RowRecord | undefined }
  >;
}

export interface PlanUndoOptions {
  /** Undo changes even if their targets have changed since. */
  readonly force: boolean;
  /** What a check of the history has found. */
  readonly trust: Trust;
  /** The saved plan that is applied. */
  readonly plan?: PlanOfUndo | undefined;
  /** How many rows are planned at once. */
  readonly width: number;
  /** Stops the planning. */
  readonly stop: AbortSignal;
  /** Called after each row that was planned or refused. */
  readonly onPlanned: () => void;
}

/**
 * Plans to undo each row of the folder, and writes the planned rows to it. Writes nothing to the pool. A row whose target has
 * changed since, or is gone, is refused without affecting the others. Of a saved plan, only what it has is left.
 *
 * @returns what all of them would change, and how many are refused
 * @throws AdminError for what would fail for every row: credentials, the service, an interrupt; CHANGED_UNDERNEATH if
 *   anything else would be done than was saved
 */
export async function planUndoRows(
  directory: Directory,
  folder: RunFolder,
  { width, stop, onPlanned, plan, ...options }: PlanUndoOptions,
): Promise<{ summary: PlanSummary; refused: number }> {
  const summary = emptySummary();
  let refused = 0;
  const check = plan && new PlanCheck(plan);
  const planOne = (row: UndoRow) => {
    if (stop.aborted) throw interruptedError();
    return planRow(directory, row, options);
  };
  const writer = writeSpool<PlannedUndo>(folder.plans);
  try {
    const rows = readSpool<UndoRow>(folder.rows);
    for await (const planned of mapConcurrently(rows, planOne, { width, ordered: true })) {
      onPlanned();
      const left = check === undefined ? planned : check.left(planned);
      if (left === undefined) continue;
      const { change, ...row } = left;
      if (change === undefined) refused += 1;
      else await addPlanFor(directory, summary, change);
      await writer.add(row);
    }
    check?.assertSame();
  } catch (error) {
    await writer.abandon();
    throw error;
  }
  await writer.close();
  return { summary, refused };
}

type RowAndChange = PlannedUndo & { readonly change?: Change };

/** Compares what would be undone with what a plan has. */
class PlanCheck {
  readonly #plan: PlanOfUndo;
  readonly #moved = new MovedTargets();
  #found = 0;

  constructor(plan: PlanOfUndo) {
    this.#plan = plan;
  }

  /** The row, if it is left to do. */
  left(row: RowAndChange): RowAndChange | undefined {
    const { record, change, planned } = row;
    const inPlan = this.#plan.rows.get(record.id);
    if (inPlan === undefined) {
      if (planned.kind === 'change') this.#moved.add(wouldChangeToo(record.target.label));
      return planned.kind === 'failed' ? row : undefined;
    }
    this.#found += 1;
    const { n, saved, record: earlier } = inPlan;
    if (isDone(earlier)) return undefined;
    const isExpected =
      change !== undefined && (isSamePlan(saved, change) || (earlier !== undefined && isRestOfPlan(saved, change)));
    if (!isExpected) this.#moved.add(planned.kind === 'failed' ? planned.error.message : whatMoved(saved, change));
    const resumes = earlier?.result === null ? earlier.recordId : undefined;
    return { ...row, recordAs: { run: { id: this.#plan.origin.id, row: n }, resumes } };
  }

  /** @throws AdminError CHANGED_UNDERNEATH, naming what differs */
  assertSame(): void {
    const missing = this.#plan.rows.size - this.#found;
    if (missing > 0) this.#moved.add(`${counted(missing, 'change')} of the plan cannot be undone any more`);
    this.#moved.assertNone();
  }
}

async function planRow(
  directory: Directory,
  row: UndoRow,
  { force, trust }: Pick<PlanUndoOptions, 'force' | 'trust'>,
): Promise<RowAndChange> {
  const { record, later } = row;
  try {
    assertTrusted(trust, record.id);
    const change = await planUndo(directory, record, { force, later });
    guard(directory, change);
    return { ...row, target: change.target, planned: plannedChange(change), change };
  } catch (error) {
    if (!(error instanceof AdminError) || isFatal(error)) throw error;
    const { code, message, hint } = error;
    const planned = { kind: 'failed', error: { code, message, ...defined({ hint }) } } as const;
    return { ...row, target: record.target, planned };
  }
}
