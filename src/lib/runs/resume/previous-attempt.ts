/**
 * resume/ finds an interrupted run again (run-folder.ts), and says which of its rows are done: a row is done if the
 * history has a record of it under the run's ID whose result is `done` or `unchanged`. A record is on disk before the
 * row's first request, so nothing else has to be consulted.
 */
import type { Directory } from '../../directory.js';
import { AdminError, ERROR_CODES, type ErrorCode } from '../../errors.js';
import { historyStores } from '../../history/history-stores.js';
import { readRun, type RowRecord } from '../../history/read-run.js';
import { readSpool } from '../../input/spool.js';
import type { NumberedRow } from '../../input/validate-input.js';
import { defined } from '../../model/defined.js';
import type { Target } from '../../model/target.js';
import { isTemporary } from '../execute/stopping-errors.js';
import type { PlannedRow } from '../plan/planned-row.js';
import type { RunFolder } from './run-folder.js';

/** What the previous attempts at a run have done. */
export interface PreviousAttempt {
  /** The number of rows that are done. */
  readonly completed: number;
  /** The errors of the rows that failed and would fail again, by row number. */
  readonly failures: ReadonlyMap<number, AdminError>;
  /** Whether a row is done, or failed and would fail again: it is not planned again. */
  readonly isSettled: (n: number) => boolean;
  /** What is left of a row that was started and is not done; undefined if no attempt started it. */
  readonly rowAttempt: (n: number) => PreviousRowAttempt | undefined;
  /** Whether a row names the user of an earlier row in another way. */
  readonly isDuplicate: (n: number) => boolean;
}

/** What a previous attempt left of a row that it started and did not complete. */
export interface PreviousRowAttempt {
  /** The history record that was started and not finished. */
  readonly recordId?: string;
  /** Whether the outcome is unknown: the change may have been made. */
  readonly isUnknown: boolean;
  /** The target as it was planned, and when it was last modified then. */
  readonly target?: Target;
  readonly modifiedAt?: string;
}

/**
 * Reads from the history which rows of a run are done, and from the run's folder what was planned for the others.
 *
 * @param folder the folder of the run; undefined if no attempt has left one
 * @param runId the ID of the run; that of the folder unless a plan is applied
 * @throws AdminError HISTORY_UNREADABLE
 */
export async function readPreviousAttempt(
  directory: Pick<Directory, 'dataFolder' | 'context' | 'endpoint' | 'table'>,
  folder: RunFolder | undefined,
  runId = folder?.id,
): Promise<PreviousAttempt> {
  const records = runId === undefined ? new Map<number, RowRecord>() : await readRun(historyStores(directory), runId);
  const failures = new Map<number, AdminError>();
  let completed = 0;
  for (const [n, record] of records) {
    const error = permanentError(record);
    if (error !== undefined) failures.set(n, error);
    if (isDone(record)) completed += 1;
  }
  const { started, duplicates } = await readPlans(folder, records);
  return {
    completed,
    failures,
    isSettled: (n) => failures.has(n) || isDone(records.get(n)),
    rowAttempt: (n) => {
      const record = records.get(n);
      if (record === undefined) return undefined;
      const { recordId, result } = record;
      return {
        ...(result === null ? { recordId } : {}),
        isUnknown: result === null || result === 'unknown',
        ...started.get(n),
      };
    },
    isDuplicate: (n) => duplicates.has(n),
  };
}

/**
 * Refuses to resume a run if another version of sf-admin, which started it, numbers the rows of the same input in another
 * way. The history knows a row by its number, so a row that is not done would be taken for one that is.
 *
 * @param rows the spool of the rows as they were read now
 * @throws AdminError INPUT_CHANGED
 */
export async function assertSameNumbers(rows: string, folder: RunFolder): Promise<void> {
  const before = readSpool<NumberedRow>(folder.rows);
  let earlier = await before.next();
  for await (const { n, row } of readSpool<NumberedRow>(rows)) {
    while (earlier.done !== true && earlier.value.n < n) earlier = await before.next();
    if (earlier.done === true) break;
    if (earlier.value.n > n || earlier.value.row.line === row.line) continue;
    throw new AdminError(
      'INPUT_CHANGED',
      `another version of sf-admin started run ${folder.id} and counted other rows`,
      {
        hint: 'Nothing was written. Resume it with that version, or leave out --resume to start a new run.',
      },
    );
  }
}

function isDone(record: RowRecord | undefined): boolean {
  return record?.result === 'done' || record?.result === 'unchanged';
}

/** The error of a row that failed and would fail again. */
function permanentError({ result, error }: RowRecord): AdminError | undefined {
  if (result !== 'failed' || error === null || !Object.hasOwn(ERROR_CODES, error.code)) return undefined;
  const recorded = new AdminError(error.code as ErrorCode, error.message);
  return isTemporary(recorded) ? undefined : recorded;
}

/** The planned targets of the rows that were started and are not done, and the rows that are duplicates. */
async function readPlans(folder: RunFolder | undefined, records: ReadonlyMap<number, RowRecord>) {
  const started = new Map<number, Pick<PlannedRow, 'target' | 'modifiedAt'>>();
  const duplicates = new Set<number>();
  for await (const { n, target, modifiedAt, planned } of folder ? readSpool<PlannedRow>(folder.plans) : []) {
    if (planned.kind === 'repeat') duplicates.add(n);
    const record = records.get(n);
    if (record !== undefined && !isDone(record)) started.set(n, { target, ...defined({ modifiedAt }) });
  }
  return { started, duplicates };
}
