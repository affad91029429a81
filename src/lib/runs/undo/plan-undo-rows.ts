import type { Change } from '../../changes/change.js';
import { guard } from '../../changes/guard.js';
import { isFatal } from '../../changes/plan-all.js';
import { addPlan, emptySummary, type PlanSummary } from '../../changes/plan-summary.js';
import type { Directory } from '../../directory.js';
import { AdminError } from '../../errors.js';
import { assertTrusted, type Trust } from '../../history/trust.js';
import { readSpool, writeSpool } from '../../input/spool.js';
import { defined } from '../../model/defined.js';
import type { Target } from '../../model/target.js';
import { planUndo } from '../../undo/plan-undo.js';
import { mapConcurrently } from '../execute/map-concurrently.js';
import { plannedChange } from '../plan/plan-row.js';
import { interruptedError } from '../plan/plan-rows.js';
import type { Planned } from '../plan/planned-row.js';
import type { RunFolder } from '../resume/run-folder.js';
import type { UndoRow } from './find-undo-rows.js';

/** A row with what has to be remembered of its plan, as it is kept in the spool of plans. */
export interface PlannedUndo extends UndoRow {
  /** As it is now. */
  readonly target: Target;
  readonly planned: Planned;
}

export interface PlanUndoOptions {
  /** Undo changes even if their targets have changed since. */
  readonly force: boolean;
  /** What a check of the history has found. */
  readonly trust: Trust;
  /** How many rows are planned at once. */
  readonly width: number;
  /** Stops the planning. */
  readonly stop: AbortSignal;
  /** Called after each row that was planned or refused. */
  readonly onPlanned: () => void;
}

/**
 * Plans to undo each row of the folder, and writes the planned rows to it. Writes nothing to the pool. A row whose target has
 * changed since, or is gone, is refused without affecting the others.
 *
 * @returns what all of them would change, and how many are refused
 * @throws AdminError for what would fail for every row: credentials, the service, an interrupt
 */
export async function planUndoRows(
  directory: Directory,
  folder: RunFolder,
  { width, stop, onPlanned, ...options }: PlanUndoOptions,
): Promise<{ summary: PlanSummary; refused: number }> {
  const { conventions, context } = directory;
  const summary = emptySummary();
  let refused = 0;
  const planOne = (row: UndoRow) => {
    if (stop.aborted) throw interruptedError();
    return planRow(directory, row, options);
  };
  const writer = writeSpool<PlannedUndo>(folder.plans);
  try {
    const rows = readSpool<UndoRow>(folder.rows);
    for await (const { change, ...row } of mapConcurrently(rows, planOne, { width, ordered: true })) {
      onPlanned();
      if (change === undefined) refused += 1;
      else addPlan(summary, change, { conventions, isProtected: context.protected });
      await writer.add(row);
    }
  } catch (error) {
    await writer.abandon();
    throw error;
  }
  await writer.close();
  return { summary, refused };
}

async function planRow(
  directory: Directory,
  row: UndoRow,
  { force, trust }: Pick<PlanUndoOptions, 'force' | 'trust'>,
): Promise<PlannedUndo & { readonly change?: Change }> {
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
