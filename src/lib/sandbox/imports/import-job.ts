/**
 * imports/ does the work of Cognito's import jobs: it accepts the file (import-transfer.ts), reads it (import-file.ts),
 * turns rows into users (import-row.ts), and, in this file, takes a job from one status to the next.
 */
import type { OperationContext } from '../engine/operation.js';
import { notFound } from '../engine/service-error.js';
import { unwrap } from '../state/draft.js';
import { own, requirePool, UserIndex } from '../state/lookup.js';
import type { ImportJobState, ImportLogRun, ImportPlanState } from '../state/import-job-state.js';
import type { PoolState } from '../state/state.js';
import type { Uploads } from '../state/uploads.js';
import { importHeader, type ImportLine, importLines, isBlank, planImport } from './import-file.js';
import { importRow } from './import-row.js';

/** In milliseconds. Documented: a job that is not started expires after 24-48 hours; the sandbox uses the shorter. */
const EXPIRES_AFTER = 24 * 3_600_000;

/** A slice is this many rows or a twentieth of the file, so that a large job writes the whole state only 20 times. */
const SMALLEST_SLICE = 1000;
const SLICES = 20;

/** The message of a stopped job, as in the developer guide. */
const STOPPED = 'The Import Job was stopped by the developer.';

/** Throws ResourceNotFoundException. */
export function requireJob(pool: PoolState, jobId: string): ImportJobState {
  const job = own(pool.importJobs ?? {}, jobId);
  if (!job) throw notFound(`Import job ${jobId} does not exist.`);
  return job;
}

/** Whether the job imports users or is about to. Only one job of an account may be active. */
export function isActive({ status }: ImportJobState): boolean {
  return status === 'Pending' || status === 'InProgress' || status === 'Stopping';
}

/** Stops a job before its first slice. `time` is in milliseconds since 1970. */
export function stopJob(job: ImportJobState, time: number): void {
  endJob(job, 'Stopped', STOPPED, time);
}

function endJob(job: ImportJobState, status: 'Succeeded' | 'Failed' | 'Stopped', message: string, time: number): void {
  job.status = status;
  job.message = message;
  job.completedAt = time;
  delete job.upload;
}

/** One change of a job. `time` is in milliseconds since 1970. */
type Step = (pool: PoolState, job: ImportJobState, time: number) => void;

/**
 * Advances a job by one step. The sandbox has no background process, so a job advances whenever a request looks at it:
 * a started one imports the next slice of its file, a stopping one stops, and one that was not started in time expires.
 * Throws ResourceNotFoundException.
 */
export async function advanceJob({ store, now }: OperationContext, poolId: string, jobId: string): Promise<void> {
  const pool = requirePool(await store.read(), poolId);
  // A copy, because the state in memory may change while the file is read.
  const before = { ...requireJob(pool, jobId) };
  const step = await nextStep(store.uploads, pool, before, now().getTime());
  if (step === undefined) return;
  const hasEnded = await store.update((state) => {
    const current = requirePool(state, poolId);
    const job = requireJob(current, jobId);
    // Another process took this step, or the job was stopped.
    if (job.status !== before.status || offsetOf(job) !== offsetOf(before)) return false;
    step(current, job, now().getTime());
    return job.upload === undefined;
  });
  if (hasEnded && before.upload) await store.uploads.remove(before.upload.file);
}

async function nextStep(
  uploads: Uploads,
  pool: PoolState,
  job: ImportJobState,
  time: number,
): Promise<Step | undefined> {
  if (job.status === 'Created') return time - job.createdAt > EXPIRES_AFTER ? expire : undefined;
  if (job.status === 'Stopping') return endWith('Stopped', STOPPED);
  return isActive(job) ? importStep(uploads, pool, job) : undefined;
}

const expire: Step = (_, job) => {
  job.status = 'Expired';
  delete job.upload;
};

/** Reads the next slice of the file, before the state is locked. */
async function importStep(uploads: Uploads, pool: PoolState, { upload, hashes }: ImportJobState): Promise<Step> {
  const plan = upload?.plan ?? (await planOf(uploads, upload?.file, importHeader(pool, { hashes })));
  if (typeof plan === 'string') return endWith('Failed', plan);
  const content = upload && (await uploads.read(upload.file, plan.next.offset));
  if (!content) return endWith('Failed', UNREADABLE);

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
    importSlice(current, job, plan, lines, time);
    job.status = 'InProgress';
    job.upload = { ...upload, plan: { ...plan, next } };
    if (isLast) finish(job, time);
  };
}

async function planOf(
  uploads: Uploads,
  file: string | undefined,
  header: readonly string[],
): Promise<ImportPlanState | string> {
  const content = file === undefined ? undefined : await uploads.read(file, 0);
  return content ? planImport(content, header) : UNREADABLE;
}

const UNREADABLE = 'The CSV file could not be read.';

function endWith(status: 'Failed' | 'Stopped', message: string): Step {
  return (_, job, time) => {
    endJob(job, status, message, time);
  };
}

function importSlice(
  pool: PoolState,
  job: ImportJobState,
  { columns }: ImportPlanState,
  lines: readonly ImportLine[],
  time: number,
): void {
  const log = [...unwrap(job.log)];
  const { hashes } = job;
  const target = { pool: unwrap(pool), index: new UserIndex(unwrap(pool)), columns, hashes, time };
  const count = { SUCCEEDED: 0, SKIPPED: 0, FAILED: 0 };
  for (const line of lines) {
    const row = importRow(target, line);
    if ('user' in row) {
      pool.users[row.user.username] = row.user;
      target.index.add(row.user);
    }
    const result = 'user' in row ? SUCCEEDED : row;
    count[result.outcome] += 1;
    appendToLog(log, line.line, result);
  }
  job.log = log;
  job.imported += count.SUCCEEDED;
  job.skipped += count.SKIPPED;
  job.failed += count.FAILED;
}

const SUCCEEDED = { outcome: 'SUCCEEDED', message: 'The import succeeded.' } as const;

/** Extends the last entry if the line before had the same outcome. */
function appendToLog(log: ImportLogRun[], line: number, { outcome, message }: Omit<ImportLogRun, 'from' | 'to'>): void {
  const last = log.at(-1);
  if (last?.to === line - 1 && last.outcome === outcome && last.message === message)
    log[log.length - 1] = { ...last, to: line };
  else log.push({ from: line, to: line, outcome, message });
}

/**
 * Both messages are Cognito's. At how many failures a job fails is undocumented; one that imported 14 users and failed
 * on 32 did, so the sandbox uses more than half.
 */
function finish(job: ImportJobState, time: number): void {
  if (job.failed + job.skipped > job.imported)
    endJob(job, 'Failed', 'Too many users have failed or been skipped during the import.', time);
  else endJob(job, 'Succeeded', 'Import Job Completed Successfully.', time);
}

function offsetOf({ upload }: ImportJobState): number | undefined {
  return upload?.plan?.next.offset;
}
