/** execute/ makes the changes that were planned for the rows of a run. */
import { unchangedOutcome } from '../../changes/outcome.js';
import { AdminError } from '../../errors.js';
import { readSpool } from '../../input/spool.js';
import type { NumberedRow } from '../../input/validate-input.js';
import { counted } from '../../text/counted.js';
import { planAgain } from '../plan/plan-row.js';
import type { PlannedRow } from '../plan/planned-row.js';
import type { ResultFiles } from '../result-files/result-files.js';
import type { Counts, RowOutcome, RunState } from '../run.js';
import { executeRows, unwrittenOutcome } from './execute-rows.js';
import { mapConcurrently } from './map-concurrently.js';
import { isTemporary, stopsRun } from './stopping-errors.js';

/** How a run ends. */
export interface RunEnd {
  /** Why no further row is started. */
  stopReason: AdminError | undefined;
  /** Whether a row failed with an error after which it is tried again on resume. */
  hasTemporaryFailures: boolean;
}

/** Executes the planned rows, counts their outcomes, and writes the failed rows to the failures file. */
export async function* executeRun(
  run: RunState,
  { failures, credentials }: ResultFiles,
  { counts, end }: { counts: Counts; end: RunEnd },
): AsyncGenerator<RowOutcome, void, undefined> {
  const { stop, maxFailures = Infinity } = run.options;
  const failedBefore = run.previousAttempt.failures;
  const mostFailures = counts.failed + maxFailures;
  for await (const { n, row } of failedBefore.size > 0 ? readSpool<NumberedRow>(run.folder.rows) : []) {
    const error = failedBefore.get(n);
    if (error !== undefined) await failures?.add(row, error);
  }
  const mayStart = () => {
    // Further rows would set passwords that are lost, or fail without a trace in the failures file.
    end.stopReason ??= credentials?.writeError() ?? failures?.writeError();
    if (stop.aborted) end.stopReason ??= new AdminError('CANCELLED', 'interrupted');
    return end.stopReason === undefined;
  };
  for await (const outcome of executeRows(run, { credentials, mayStart })) {
    if (outcome.isNotStarted === true) continue;
    const { error, changed, row } = outcome;
    if (error === undefined) counts[changed ? 'changed' : 'unchanged'] += 1;
    else {
      counts.failed += 1;
      await failures?.add(row, error);
      end.hasTemporaryFailures ||= isTemporary(error);
      if (stopsRun(error)) end.stopReason ??= error;
      else if (counts.failed > mostFailures) {
        const message = `more than ${counted(maxFailures, 'row')} failed`;
        end.stopReason ??= new AdminError('TOO_MANY_FAILURES', message);
      }
    }
    yield outcome;
  }
}

/** The outcomes that the rows would have. Each row is planned once more, so that no plan is kept in memory. */
export function dryRun(run: RunState): AsyncGenerator<RowOutcome, void, undefined> {
  const { directory, operation, folder, options } = run;
  const work = async (planned: PlannedRow): Promise<RowOutcome> => {
    const { n, row, target } = planned;
    const outcome =
      planned.planned.kind === 'failed'
        ? unwrittenOutcome(operation, planned)
        : unchangedOutcome(await planAgain(directory, operation, planned, target.id));
    return { ...outcome, dryRun: true, n, row };
  };
  async function* rows(): AsyncGenerator<PlannedRow, void, undefined> {
    for await (const row of readSpool<PlannedRow>(folder.plans)) if (row.planned.kind !== 'repeat') yield row;
  }
  return mapConcurrently(rows(), work, { width: options.width, ordered: true });
}
