import { carryOutApproved } from '../../changes/carry-out.js';
import { type Outcome, unchangedOutcome } from '../../changes/outcome.js';
import { recorderFor } from '../../changes/recorder.js';
import type { Directory } from '../../directory.js';
import { AdminError } from '../../errors.js';
import type { PlanOrigin } from '../../history/file/entry.js';
import { readSpool } from '../../input/spool.js';
import { planUndo } from '../../undo/plan-undo.js';
import { undoability, undoMessages } from '../../undo/undoability.js';
import { mapConcurrently } from '../execute/map-concurrently.js';
import { stopsRun } from '../execute/stopping-errors.js';
import { planDigest } from '../plan/planned-row.js';
import type { RunFolder } from '../resume/run-folder.js';
import type { PlannedUndo } from './plan-undo-rows.js';

export interface ExecuteUndoOptions {
  readonly force: boolean;
  readonly dryRun: boolean;
  readonly reason: string | undefined;
  /** The saved plan that the changes come from. */
  readonly origin?: PlanOrigin | undefined;
  /** Rows in progress at once. */
  readonly width: number;
  /** Once it aborts, no further row is started; the rows in progress finish. */
  readonly stop: AbortSignal;
}

/**
 * Carries out the planned rows of the folder, several at once, each as a change of its own.
 *
 * @returns the outcomes in the order of the rows, refused rows last. `isNotStarted` is set after an interrupt, and
 *   after an error that every further row would meet
 */
export async function* executeUndoRows(
  directory: Directory,
  folder: RunFolder,
  options: ExecuteUndoOptions,
): AsyncGenerator<Outcome, void, undefined> {
  let stoppedBy: AdminError | undefined;
  const work = async (row: PlannedUndo): Promise<Outcome> => {
    if (options.stop.aborted) stoppedBy ??= new AdminError('CANCELLED', 'interrupted');
    if (stoppedBy !== undefined) return notStarted(row, stoppedBy);
    const outcome = await executeRow(directory, row, options);
    if (outcome.error !== undefined && stopsRun(outcome.error)) stoppedBy ??= outcome.error;
    return outcome;
  };
  const { width } = options;
  const accepted = rowsOf(folder, (row) => row.planned.kind !== 'failed');
  yield* mapConcurrently(accepted, work, { width, ordered: true });
  yield* refusedRows(folder);
}

/** The outcomes of the rows that were refused when they were planned. */
export async function* refusedRows(folder: RunFolder): AsyncGenerator<Outcome, void, undefined> {
  for await (const { record, planned } of rowsOf(folder, (row) => row.planned.kind === 'failed')) {
    if (planned.kind !== 'failed') continue;
    const { code, message, hint } = planned.error;
    yield { ...unwritten(record), error: new AdminError(code, message, { hint }) };
  }
}

async function* rowsOf(
  folder: RunFolder,
  isWanted: (row: PlannedUndo) => boolean,
): AsyncGenerator<PlannedUndo, void, undefined> {
  for await (const row of readSpool<PlannedUndo>(folder.plans)) if (isWanted(row)) yield row;
}

async function executeRow(
  directory: Directory,
  { record, later, target, planned, recordAs }: PlannedUndo,
  { force, dryRun, reason, origin }: ExecuteUndoOptions,
): Promise<Outcome> {
  const plan = () => planUndo(directory, record, { force, later });
  try {
    if (dryRun) return { ...unchangedOutcome(await plan()), dryRun: true };
    const recorder = recorderFor(directory, reason, { ...recordAs, plan: origin });
    // Completes the record of an attempt that was cut off after its write.
    if (planned.kind !== 'change') return await recorder.end(unwritten({ ...record, fields: [] }));
    const { digest, asks, writesList } = planned;
    const matchesPlan = (fresh: Awaited<ReturnType<typeof plan>>) =>
      planDigest(fresh) === digest && (fresh.disruption === undefined || asks);
    return await carryOutApproved(directory, { target, plan, matchesPlan, writesList }, recorder);
  } catch (error) {
    if (!(error instanceof AdminError)) throw error;
    return { ...unwritten(record), error };
  }
}

function notStarted({ record }: PlannedUndo, { code, message }: AdminError): Outcome {
  return { ...unwritten(record), error: new AdminError(code, `not started: ${message}`), isNotStarted: true };
}

/** The outcome of a row that wrote nothing, with a plan made from its record. */
function unwritten({ operation, target, fields: recorded, id }: PlannedUndo['record']): Outcome {
  const restored = undoability({ operation, fields: recorded }).fields;
  const fields = restored.map(({ field, before, after }) => ({ field, before: after, after: before }));
  return {
    plan: { operation: 'history.undo', target, fields, undoes: id, ...undoMessages(operation, target.label) },
    changed: false,
    dryRun: false,
    requestIds: [],
    warnings: [],
  };
}
