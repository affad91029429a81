import { AdminError } from '../../errors.js';
import { counted } from '../../text/counted.js';
import type { PlannedRow } from '../plan/planned-row.js';
import type { Counts, RunState } from '../run.js';
import type { ResultFiles } from '../result-files/result-files.js';
import { endsRun, isNotStarted, isTemporary, type RowOutcome, executeRows } from './execute-rows.js';
import { readSpool } from '../../input/spool.js';
import type { NumberedRow } from '../../input/validate-input.js';

/** How a run is ending. */
export interface RunEnd {
  /** Why no further row is begun. */
  left: AdminError | undefined;
  /** Rows have failed for a reason that passes. */
  isToBeRetried: boolean;
}

/** Carries the planned rows out, counts what becomes of them, and keeps what has failed. */
export async function* executeRun(
  { directory, job, options, folder, earlier }: RunState,
  { failures, credentials }: ResultFiles,
  { counts, end }: { counts: Counts; end: RunEnd },
): AsyncGenerator<RowOutcome, void, undefined> {
  const { stop, maxFailures = Infinity, reason, width, ordered } = options;
  for await (const { n, row } of earlier.failures.size > 0 ? readSpool<NumberedRow>(folder.rows) : []) {
    const error = earlier.failures.get(n);
    if (error !== undefined) await failures?.add(row, error);
  }
  const outcomes = executeRows(directory, job, readSpool<PlannedRow>(folder.plans), {
    runId: folder.id,
    reason,
    credentials,
    width,
    ordered,
    mayBegin: () => {
      // Each further row would set a password that nobody knows, or fail without anybody knowing which.
      end.left ??= credentials?.lost() ?? failures?.lost();
      if (stop.aborted) end.left ??= new AdminError('CANCELLED', 'interrupted');
      return end.left === undefined;
    },
  });
  for await (const outcome of outcomes) {
    if (isNotStarted(outcome)) continue;
    const { error, changed, row } = outcome;
    if (error === undefined) counts[changed ? 'changed' : 'unchanged'] += 1;
    else {
      counts.failed += 1;
      await failures?.add(row, error);
      end.isToBeRetried ||= isTemporary(error);
      if (endsRun(error)) end.left ??= error;
      else if (counts.failed - earlier.failures.size > maxFailures) end.left ??= tooManyFailures(maxFailures);
    }
    yield outcome;
  }
}

function tooManyFailures(most: number): AdminError {
  return new AdminError('TOO_MANY_FAILURES', `more than ${counted(most, 'row')} failed`);
}
