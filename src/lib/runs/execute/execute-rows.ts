import { type ApprovedChange, carryOutApproved } from '../../changes/carry-out.js';
import type { Plan } from '../../changes/change.js';
import type { Outcome } from '../../changes/outcome.js';
import { type Recorder, recorderFor } from '../../changes/recorder.js';
import type { Directory } from '../../directory.js';
import { AdminError, type ErrorCode, EXIT } from '../../errors.js';
import type { CredentialsFile } from '../result-files/credentials-file.js';
import type { RowOperation } from '../operations/row-operation.js';
import { mapConcurrently } from './map-concurrently.js';
import { planAgain } from '../plan/plan-rows.js';
import { type FailedPlan, type PlannedRow, planDigest } from '../plan/planned-row.js';
import type { Row } from '../../input/rows/row.js';

/** What became of one row. */
export interface RowOutcome extends Outcome {
  readonly n: number;
  readonly row: Row;
}

export interface ExecuteRowsOptions {
  /** The run's ID, under which each row is recorded. */
  readonly runId: string;
  readonly reason: string | undefined;
  readonly credentials: CredentialsFile | undefined;
  /** Rows under way at once. */
  readonly width: number;
  readonly ordered: boolean;
  /** Asks before each row whether to go on. */
  readonly mayBegin: () => boolean;
}

/**
 * Carries out what was planned for each row, several at once, each as a Change of its own: planned once more, guarded,
 * recorded and proven. Rows that fail do not keep the others from being done.
 */
export function executeRows(
  directory: Directory,
  job: RowOperation,
  planned: AsyncIterable<PlannedRow>,
  options: ExecuteRowsOptions,
): AsyncGenerator<RowOutcome, void, undefined> {
  async function* begun(): AsyncGenerator<PlannedRow, void, undefined> {
    for await (const row of planned) {
      if (row.planned.kind === 'repeat') continue;
      if (!options.mayBegin()) return;
      yield row;
    }
  }
  const work = async (row: PlannedRow): Promise<RowOutcome> => ({
    ...(await runRow(directory, job, row, options)),
    n: row.n,
    row: row.row,
  });
  return mapConcurrently(begun(), work, options);
}

async function runRow(
  directory: Directory,
  job: RowOperation,
  row: PlannedRow,
  options: ExecuteRowsOptions,
): Promise<Outcome> {
  const { planned } = row;
  if (planned.kind !== 'change' && planned.kind !== 'was-done') return untouchedRow(job, row);
  const recorder = recorderOf(directory, row, options);
  try {
    if (planned.kind === 'was-done') {
      // As what is so already: the record keeps the fields that it was begun with.
      const ended = await recorder.end(untouchedRow(job, row));
      return { ...ended, changed: true, warnings: [...ended.warnings, LOOKED_UP] };
    }
    return await carryOutApproved(directory, agreedTo(directory, job, row, planned), recorder);
  } catch (error) {
    if (!(error instanceof AdminError)) throw error;
    return untouchedRow(job, row, { error });
  }
}

const LOOKED_UP = 'an earlier part of the run was cut off; looking it up shows that it was done';

function agreedTo(
  directory: Directory,
  job: RowOperation,
  planned: PlannedRow,
  { digest, asks }: { readonly digest: string; readonly asks: boolean },
): ApprovedChange {
  const { id } = planned.target;
  return {
    targetId: id,
    plan: () => planAgain(directory, job, planned, id),
    matchesPlan: (fresh) => planDigest(fresh) === digest && (fresh.disruption === undefined || asks),
    isRejectedIfStale: job.creates,
  };
}

/** A password is kept before its row counts as done: what a crash leaves in between is done again. */
function recorderOf(
  directory: Directory,
  { n, recordId }: PlannedRow,
  options: ExecuteRowsOptions,
): Recorder {
  const { runId, reason, credentials } = options;
  const recorder = recorderFor(directory, reason, { run: { id: runId, row: n }, resumes: recordId });
  return {
    ...recorder,
    start: async (plan) => {
      // It was planned once more meanwhile, and nothing has been written for it.
      if (!options.mayBegin()) throw new AdminError('CANCELLED', NOT_BEGUN);
      await recorder.start(plan);
    },
    fail: async (error) => {
      if (!isLeftAlone(error)) await recorder.fail(error);
    },
    end: async ({ password, ...outcome }) => {
      if (password !== undefined) await credentials?.add(outcome.plan.target.label, password);
      return recorder.end(outcome);
    },
  };
}

/** The outcome of a row that writes nothing, with its error where it cannot be carried out. */
export function untouchedRow(
  job: RowOperation,
  { target, planned }: PlannedRow,
  more: Partial<Outcome> = {},
): Outcome {
  const unchangedMessage = 'said' in planned ? planned.said : '';
  const plan: Plan = { operation: job.operation, target, fields: [], doneMessage: '', unchangedMessage };
  return {
    plan,
    changed: false,
    dryRun: false,
    requestIds: [],
    warnings: [],
    ...(planned.kind === 'failed' ? { error: errorOf(planned.error) } : {}),
    ...more,
  };
}

function errorOf({ code, message, hint }: FailedPlan['error']): AdminError {
  return new AdminError(code, message, hint === undefined ? {} : { hint });
}

const NOT_BEGUN = 'the run was ended before the row was begun';

/** Whether a row was left alone, as the run was ending. */
export function isNotStarted({ error }: RowOutcome): boolean {
  return isLeftAlone(error);
}

function isLeftAlone(error: unknown): boolean {
  return error instanceof AdminError && error.code === 'CANCELLED' && error.message === NOT_BEGUN;
}

/** Errors after which no further row is begun: it would fail alike, or could not be recorded. */
const ENDS_RUN = new Set<ErrorCode>([
  'HISTORY_UNWRITABLE',
  'DATA_FOLDER',
  'UNREACHABLE',
  'THROTTLED',
  'QUOTA_EXCEEDED',
]);

/** Whether an error of one row is the end of the run. */
export function endsRun({ code, exitCode }: AdminError): boolean {
  return exitCode === EXIT.credentials || ENDS_RUN.has(code);
}

/** Whether an error passes with time, so that a run that is gone on with tries the row again. */
export function isTemporary({ code, exitCode }: AdminError): boolean {
  return (
    exitCode === EXIT.credentials ||
    exitCode === EXIT.service ||
    exitCode === EXIT.cancelled ||
    exitCode === EXIT.partial ||
    ENDS_RUN.has(code)
  );
}
