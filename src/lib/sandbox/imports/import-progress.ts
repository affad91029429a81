import { unwrap } from '../state/draft.js';
import { importLines } from './import-file.js';
import type { ImportLine } from './import-file.js';
import { importHeader } from './import-header.js';
import { STOPPED, endJob, requireJob } from './import-job.js';
import { importPlan, isBlank } from './import-plan.js';
import { importRow } from './import-row.js';
import type { OperationContext } from '../engine/operation.js';
import type { ImportJobState, ImportLogRun, ImportPlanState, PoolState } from '../state/state.js';
import type { Uploads } from '../state/uploads.js';
import { UserIndex } from '../state/user-index.js';
import { requirePool } from '../state/user-lookup.js';

/** A job that nobody starts "within 24-48 hours" expires. The shorter of the two, in milliseconds. */
const EXPIRES_AFTER = 24 * 3_600_000;

/** A slice has this many rows, or a twentieth of the file: the whole state is written twenty times for a large one. */
const SMALLEST_SLICE = 1000;
const SLICES = 20;

/** One change of a job. `time` is in milliseconds since 1970. */
type Step = (pool: PoolState, job: ImportJobState, time: number) => void;

/**
 * Carries a job on by one step. The sandbox has nobody who would work while no one looks, so a job goes on whenever
 * someone does: one that was started imports a slice of its file, one that was told to stop stops, and one that nobody
 * started in time expires. Throws ResourceNotFoundException.
 */
export async function carryOn(
  { store, now }: OperationContext,
  poolId: string,
  jobId: string,
): Promise<void> {
  const pool = requirePool(await store.read(), poolId);
  // Noted now: the state that was read goes on changing, in memory, while the file is read.
  const seen = { ...requireJob(pool, jobId) };
  const step = await nextStep(store.uploads, pool, seen, now().getTime());
  if (step === undefined) return;
  const isOver = await store.update((state) => {
    const current = requirePool(state, poolId);
    const job = requireJob(current, jobId);
    // Another process was quicker, or the job was told to stop: this step is no longer the next one.
    if (job.status !== seen.status || offsetOf(job) !== offsetOf(seen)) return false;
    step(current, job, now().getTime());
    return job.upload === undefined;
  });
  if (isOver && seen.upload) await store.uploads.remove(seen.upload.file);
}

async function nextStep(
  uploads: Uploads,
  pool: PoolState,
  job: ImportJobState,
  time: number,
): Promise<Step | undefined> {
  switch (job.status) {
    case 'Created':
      return time - job.createdAt > EXPIRES_AFTER ? expire : undefined;
    case 'Stopping':
      return (_, current, at) => {
        endJob(current, 'Stopped', STOPPED, at);
      };
    case 'Pending':
    case 'InProgress':
      return importStep(uploads, pool, job);
    case 'Expired':
    case 'Stopped':
    case 'Failed':
    case 'Succeeded':
      return undefined;
  }
}

const expire: Step = (_, job) => {
  job.status = 'Expired';
  delete job.upload;
};

/** Reads what comes next in the file, before the state is locked for it. */
async function importStep(uploads: Uploads, pool: PoolState, { upload }: ImportJobState): Promise<Step> {
  const plan = upload?.plan ?? (await planOf(uploads, upload?.file, pool));
  if (typeof plan === 'string') return failing(plan);
  const content = upload && (await uploads.read(upload.file, plan.next.offset));
  if (!content) return failing(FILE_GONE);

  const size = Math.max(SMALLEST_SLICE, Math.ceil(plan.rows / SLICES));
  const lines: ImportLine[] = [];
  let { next } = plan;
  for await (const line of importLines(content, plan.next)) {
    next = line.next;
    if (line.text === undefined || !isBlank(line.text)) lines.push(line);
    if (lines.length === size) break;
  }
  const isLast = lines.length < size;
  return (current, job, time) => {
    importLinesInto(current, job, plan, lines, time);
    job.status = 'InProgress';
    job.upload = { ...upload, plan: { ...plan, next } };
    if (isLast) finish(job, time);
  };
}

async function planOf(
  uploads: Uploads,
  file: string | undefined,
  pool: PoolState,
): Promise<ImportPlanState | string> {
  const content = file === undefined ? undefined : await uploads.read(file, 0);
  return content ? importPlan(content, importHeader(pool)) : FILE_GONE;
}

const FILE_GONE = 'The CSV file could not be read.';

function failing(message: string): Step {
  return (_, job, time) => {
    endJob(job, 'Failed', message, time);
  };
}

function importLinesInto(
  pool: PoolState,
  job: ImportJobState,
  { columns }: ImportPlanState,
  lines: readonly ImportLine[],
  time: number,
): void {
  const log = [...unwrap(job.log)];
  const target = { pool: unwrap(pool), index: new UserIndex(unwrap(pool)), columns, time };
  const count = { SUCCEEDED: 0, SKIPPED: 0, FAILED: 0 };
  for (const line of lines) {
    const row = importRow(target, line);
    if ('user' in row) {
      pool.users[row.user.username] = row.user;
      target.index.add(row.user);
    }
    const result = 'user' in row ? SUCCEEDED : row;
    count[result.outcome] += 1;
    note(log, line.line, result);
  }
  job.log = log;
  job.imported += count.SUCCEEDED;
  job.skipped += count.SKIPPED;
  job.failed += count.FAILED;
}

const SUCCEEDED = { outcome: 'SUCCEEDED', message: 'The import succeeded.' } as const;

/** Adds a line to the log, to the last entry where it ended like the line before it. */
function note(
  log: ImportLogRun[],
  line: number,
  { outcome, message }: Omit<ImportLogRun, 'from' | 'to'>,
): void {
  const last = log.at(-1);
  if (last?.to === line - 1 && last.outcome === outcome && last.message === message)
    log[log.length - 1] = { ...last, to: line };
  else log.push({ from: line, to: line, outcome, message });
}

/**
 * Both sentences are Cognito's. At how many failures a job fails no document says; one that imported 14 users and
 * failed on 32 did, so the sandbox takes more than half.
 */
function finish(job: ImportJobState, time: number): void {
  if (job.failed + job.skipped > job.imported)
    endJob(job, 'Failed', 'Too many users have failed or been skipped during the import.', time);
  else endJob(job, 'Succeeded', 'Import Job Completed Successfully.', time);
}

function offsetOf({ upload }: ImportJobState): number | undefined {
  return upload?.plan?.next.offset;
}
