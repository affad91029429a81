import { defined } from '../../model/defined.js';
import { AdminError, ERROR_CODES, type ErrorCode } from '../../errors.js';
import type { Directory } from '../../directory.js';
import { historyFile } from '../../history/history.js';
import { readRun, type RowRecord } from '../../history/read-run.js';
import { quoted } from '../../text/quoted.js';
import type { PreviousRowAttempt } from '../plan/plan-rows.js';
import type { PlannedRow } from '../plan/planned-row.js';
import {
  hasRunHead,
  removeRunFolder,
  type RunFolder,
  type InterruptedRun,
  interruptedRuns,
} from './run-folder.js';
import { isTemporary } from '../execute/execute-rows.js';
import { readSpool } from '../../input/spool.js';

/** What the earlier parts of a run have come to. */
export interface PreviousAttempt {
  /** Rows that are done, and those that have failed for good, with their errors. */
  readonly done: number;
  readonly failures: ReadonlyMap<number, AdminError>;
  readonly isSettled: (n: number) => boolean;
  readonly earlierTry: (n: number) => PreviousRowAttempt | undefined;
  /** Whether a row names a user whom a row before it names otherwise. */
  readonly isRepeat: (n: number) => boolean;
}

/**
 * The run to go on with: the newest of the same command and the same input that was cut off.
 *
 * @throws AdminError RUN_NOT_FOUND; INPUT_CHANGED where the input is another by now; USAGE where the passwords of the run
 *   are in another file than the one that was named
 */
export async function findInterruptedRun(
  { dataFolder }: Directory,
  { key, digest, credentials }: { key: string; digest: string; credentials: string | undefined },
): Promise<InterruptedRun> {
  const runs = await interruptedRuns(dataFolder, key);
  const [newest] = runs;
  if (newest === undefined) {
    throw new AdminError(
      'RUN_NOT_FOUND',
      'no run of this command was cut off, so there is none to go on with',
      {
        hint: 'It takes the same command, with the same flags and the same input. To begin one, leave --resume out.',
      },
    );
  }
  const found = runs.find(({ head }) => head.digest === digest);
  if (found === undefined) {
    throw new AdminError(
      'INPUT_CHANGED',
      `the input is not the one that run ${newest.head.id} was begun with`,
      {
        hint: 'Nothing was written. Put the input back as it was, or begin a run on this one: leave --resume out.',
      },
    );
  }
  const kept = found.head.credentials;
  if (kept === (credentials ?? null)) return found;
  throw new AdminError(
    'USAGE',
    kept === null
      ? 'the run to go on with keeps no passwords'
      : `the run to go on with keeps its passwords in ${quoted(kept)}`,
    { hint: kept === null ? 'Leave --credentials out.' : `Name that file: --credentials ${kept}` },
  );
}

/**
 * Refuses a run that another process has brought to its end while this one waited for it.
 *
 * @throws AdminError RUN_NOT_FOUND
 */
export async function assertStillInterrupted(folder: RunFolder): Promise<void> {
  if (await hasRunHead(folder)) return;
  await removeRunFolder(folder);
  throw new AdminError('RUN_NOT_FOUND', `run ${folder.id} has come to its end in another process`, {
    hint: 'There is nothing left to go on with.',
  });
}

/**
 * What the history tells of a run's earlier parts.
 *
 * @param folder undefined for a run that has none
 */
export async function readPreviousAttempt(
  directory: Directory,
  folder: RunFolder | undefined,
): Promise<PreviousAttempt> {
  if (folder === undefined) return NONE;
  const { dataFolder, context, endpoint } = directory;
  const rows = await readRun(historyFile(dataFolder, context.name, endpoint.poolId), folder.id);
  const failures = new Map<number, AdminError>();
  let done = 0;
  for (const [n, record] of rows) {
    const error = failedForGood(record);
    if (error !== undefined) failures.set(n, error);
    if (isDone(record)) done += 1;
  }
  const { tried, repeats } = await earlierPlans(folder, rows);
  return {
    done,
    failures,
    isSettled: (n) => failures.has(n) || isDone(rows.get(n)),
    earlierTry: (n) => {
      const record = rows.get(n);
      if (record === undefined) return undefined;
      const { recordId, result } = record;
      return {
        ...(result === null ? { recordId } : {}),
        isUnknown: result === null || result === 'unknown',
        ...tried.get(n),
      };
    },
    isRepeat: (n) => repeats.has(n),
  };
}

const NONE: PreviousAttempt = {
  done: 0,
  failures: new Map(),
  isSettled: () => false,
  earlierTry: () => undefined,
  isRepeat: () => false,
};

function isDone(record: RowRecord | undefined): boolean {
  return record?.result === 'done' || record?.result === 'unchanged';
}

/** The error of a row that failed, and would fail again. */
function failedForGood({ result, error }: RowRecord): AdminError | undefined {
  if (result !== 'failed' || error === null || !Object.hasOwn(ERROR_CODES, error.code)) return undefined;
  const told = new AdminError(error.code as ErrorCode, error.message);
  return isTemporary(told) ? undefined : told;
}

/** Whom the earlier part had planned rows for that are begun and not done, and which rows repeat another's user. */
async function earlierPlans(folder: RunFolder, rows: ReadonlyMap<number, RowRecord>) {
  const tried = new Map<number, Pick<PlannedRow, 'target' | 'modifiedAt'>>();
  const repeats = new Set<number>();
  for await (const { n, target, modifiedAt, planned } of readSpool<PlannedRow>(folder.plans)) {
    if (planned.kind === 'repeat') repeats.add(n);
    const record = rows.get(n);
    if (record === undefined || isDone(record)) continue;
    tried.set(n, { target, ...defined({ modifiedAt }) });
  }
  return { tried, repeats };
}
