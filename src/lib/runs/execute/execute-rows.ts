import { type ApprovedChange, carryOutApproved } from '../../changes/carry-out.js';
import type { Plan } from '../../changes/change.js';
import type { Outcome } from '../../changes/outcome.js';
import { type Recorder, recorderFor } from '../../changes/recorder.js';
import { AdminError } from '../../errors.js';
import { readSpool } from '../../input/spool.js';
import type { RowOperation } from '../operations/row-operation.js';
import { planAgain } from '../plan/plan-row.js';
import { type Planned, type PlannedRow, planDigest } from '../plan/planned-row.js';
import type { CredentialsFile } from '../result-files/credentials-file.js';
import type { RowOutcome, RunState } from '../run.js';
import { mapConcurrently } from './map-concurrently.js';

export interface ExecuteRowsOptions {
  readonly credentials: CredentialsFile | undefined;
  /** Asked before each row; false stops the run. */
  readonly mayStart: () => boolean;
}

/**
 * Executes the planned rows, several at once, each as a Change of its own: planned once more, guarded, recorded and
 * verified. A row that fails does not stop the others.
 */
export function executeRows(run: RunState, options: ExecuteRowsOptions): AsyncGenerator<RowOutcome, void, undefined> {
  async function* rowsToStart(): AsyncGenerator<PlannedRow, void, undefined> {
    for await (const row of readSpool<PlannedRow>(run.folder.plans)) {
      if (row.planned.kind === 'repeat') continue;
      if (!options.mayStart()) return;
      yield row;
    }
  }
  const work = async (row: PlannedRow): Promise<RowOutcome> => ({
    n: row.n,
    row: row.row,
    ...(await executeRow(run, row, options)),
  });
  return mapConcurrently(rowsToStart(), work, run.options);
}

async function executeRow(run: RunState, row: PlannedRow, options: ExecuteRowsOptions): Promise<Outcome> {
  const { directory, operation } = run;
  const { planned } = row;
  if (planned.kind !== 'change' && planned.kind !== 'was-done') return unwrittenOutcome(operation, row);
  const state = { isNotStarted: false };
  const recorder = rowRecorder(run, row, { state, ...options });
  try {
    if (planned.kind === 'was-done') {
      // Recorded as unchanged, so that the record keeps the fields that it was started with.
      const recorded = await recorder.end(unwrittenOutcome(operation, row));
      return { ...recorded, changed: true, warnings: [...recorded.warnings, FOUND_DONE] };
    }
    return await carryOutApproved(directory, approvedChange(run, row, planned), recorder);
  } catch (error) {
    if (!(error instanceof AdminError)) throw error;
    const outcome = { ...unwrittenOutcome(operation, row), error };
    return state.isNotStarted ? { ...outcome, isNotStarted: true } : outcome;
  }
}

const FOUND_DONE = 'the run was interrupted while this was in progress; a check shows that it was done';

function approvedChange(
  { directory, operation }: RunState,
  row: PlannedRow,
  { digest, asks, writesList }: Planned & { readonly kind: 'change' },
): ApprovedChange {
  const { target } = row;
  return {
    target,
    plan: () => planAgain(directory, operation, row, target.id),
    matchesPlan: (fresh) => planDigest(fresh) === digest && (fresh.disruption === undefined || asks),
    isRejectedIfStale: operation.creates,
    writesList,
  };
}

/**
 * Records a row under the run, and saves its password before the row counts as done: if a crash comes in between, the
 * row is done again.
 *
 * @param state `isNotStarted` is set if the run stopped before the row wrote anything
 */
function rowRecorder(
  { directory, options, runId }: RunState,
  { n, recordId }: PlannedRow,
  { credentials, mayStart, state }: ExecuteRowsOptions & { readonly state: { isNotStarted: boolean } },
): Recorder {
  const recordedAs = { run: { id: runId, row: n }, resumes: recordId, plan: options.plan?.origin };
  const recorder = recorderFor(directory, options.reason, recordedAs);
  return {
    ...recorder,
    start: async (plan) => {
      // The run may have stopped while the row was planned once more.
      state.isNotStarted = !mayStart();
      if (state.isNotStarted) {
        throw new AdminError('CANCELLED', 'the run stopped before this row was started');
      }
      await recorder.start(plan);
    },
    fail: async (error) => {
      if (!state.isNotStarted) await recorder.fail(error);
    },
    end: async ({ password, ...outcome }) => {
      if (password !== undefined) await credentials?.add(outcome.plan.target.label, password);
      return recorder.end(outcome);
    },
  };
}

/** The outcome of a row that writes nothing: unchanged, or failed with the error of its plan. */
export function unwrittenOutcome({ operation }: RowOperation, { target, planned }: PlannedRow): Outcome {
  const unchangedMessage = planned.kind === 'unchanged' || planned.kind === 'was-done' ? planned.message : '';
  const plan: Plan = { operation, target, fields: [], doneMessage: '', unchangedMessage };
  const outcome = { plan, changed: false, dryRun: false, requestIds: [], warnings: [] };
  if (planned.kind !== 'failed') return outcome;
  const { code, message, hint } = planned.error;
  return { ...outcome, error: new AdminError(code, message, { hint }) };
}
