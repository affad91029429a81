import { rename } from 'node:fs/promises';
import type { Readable } from 'node:stream';

import { agreeTo, type Consent } from '../changes/consent.js';
import { untouched } from '../changes/outcome.js';
import type { PlanSummary } from '../changes/plan-summary.js';
import type { Directory } from '../directory.js';
import { AdminError } from '../errors.js';
import { LEFT_BEHIND, withLock } from '../files/lock.js';
import { counted } from '../text/counted.js';
import { withAddressBook } from '../users/read-address-book.js';
import { assertUnfinished, type EarlierRun, findUnfinished, readEarlier } from './earlier-run.js';
import type { InputFormat } from './input-format.js';
import type { Job } from './job.js';
import { assertMailQuota } from './mail-quota.js';
import { mapConcurrently } from './map-concurrently.js';
import { planAgain, planRows } from './plan-rows.js';
import type { PlannedRow } from './planned-row.js';
import { assertUsable, openRunFiles, type RunFiles } from './run-files.js';
import {
  makeRunFolder,
  removeRunFolder,
  sweepRunFolders,
  type RunFolder,
  runKey,
  type UnfinishedRun,
  writeRunHead,
} from './run-folder.js';
import { endsRun, isNotBegun, passes, type RowOutcome, runRows, untouchedRow } from './run-rows.js';
import { readSpool } from './spool.js';
import { type NumberedRow, type TakenIn, takeIn } from './take-in.js';
import { toldLines } from './told.js';

export interface BatchOptions extends Consent {
  readonly input: {
    /** By what a run is found again: the file's absolute path, or `-`. */
    readonly name: string;
    readonly format: InputFormat;
    readonly open: () => Promise<Readable>;
  };
  readonly skipInvalid: boolean;
  readonly dryRun: boolean;
  readonly resume: boolean;
  readonly reason: string | undefined;
  /** Rows under way at once. */
  readonly width: number;
  readonly ordered: boolean;
  /** Failed rows after which no further one is begun. */
  readonly maxFailures: number | undefined;
  /** Absolute paths. */
  readonly credentials: string | undefined;
  readonly failures: string | undefined;
  /** Aborts when no further row is to be begun; what is under way ends in its own time. */
  readonly stop: AbortSignal;
  /** Warns of what a person should know. */
  readonly caution: (text: string) => void;
  /** Shows how far a phase is that may take long, until what it returns is called. */
  readonly watch: (phase: Phase) => () => void;
}

/** A part of a run before its first change. */
export interface Phase {
  readonly label: string;
  /** Things of its kind that are done with. */
  done: number;
  /** How many there are, where that is known. */
  readonly total?: number;
}

/** A run of many changes, whose rows are done as the outcomes are asked for. */
export interface Batch {
  readonly runId: string;
  readonly summary: PlanSummary;
  readonly counts: Readonly<Counts>;
  readonly outcomes: AsyncGenerator<RowOutcome, void, undefined>;
}

export interface Counts {
  /** Rows that this part of the run has to see to. */
  total: number;
  /** Rows that earlier parts of the run have done. */
  before: number;
  changed: number;
  alreadySo: number;
  failed: number;
}

/** How a run ended: `left` says why rows were left for `--resume`. */
export interface BatchEnd {
  readonly counts: Readonly<Counts>;
  readonly runId: string;
  readonly left: AdminError | undefined;
  /** Whether `--resume` has anything to do. */
  readonly isResumable: boolean;
}

/**
 * Does a job with every row of an input: all rows are read, checked and planned first, agreed to as a whole, and then
 * carried out, several at once. What is kept of it in the data folder lets a run that was cut off be gone on with.
 *
 * @param use takes the outcomes; the rest is tidied up when it is done
 * @throws AdminError for an input that cannot be used, plans that cannot be carried out, or a run that nobody agrees to;
 *   nothing has been written then
 */
export async function runBatch(
  directory: Directory,
  job: Job,
  options: BatchOptions,
  use: (batch: Batch) => Promise<void>,
): Promise<BatchEnd> {
  const { ulid } = await import('ulid');
  await sweepRunFolders(directory.dataFolder);
  const fresh = await makeRunFolder(directory.dataFolder, ulid());
  const state = { isBegun: false };
  try {
    if (!options.resume) await assertUsable(options, undefined);
    const taken = await readInput(job, options, fresh);
    const key = keyOf(directory, job, options);
    const unfinished = options.resume
      ? await findUnfinished(directory, { key, digest: taken.digest, credentials: options.credentials })
      : undefined;
    if (unfinished !== undefined) await assertUsable(options, unfinished);
    const folder = unfinished?.folder ?? fresh;
    const head = {
      v: 1,
      id: folder.id,
      key,
      digest: taken.digest,
      credentials: options.credentials ?? null,
      failures: options.failures ?? unfinished?.head.failures ?? null,
    } as const;
    return await alone(folder, async () => {
      if (unfinished !== undefined) await assertUnfinished(folder);
      const earlier = await readEarlier(directory, unfinished?.folder);
      if (folder !== fresh) await rename(fresh.rows, folder.rows);
      const acting = await during(options, { label: 'reading the pool', done: 0 }, (progress) =>
        withAddressBook(directory, taken.addresses, { stop: options.stop, progress }),
      );
      const run = { directory: acting, job, options, folder, unfinished, earlier, taken };
      return carryOut(run, use, async (open) => {
        // In this order: files that a crash leaves without a run could neither be gone on with nor be made again.
        await writeRunHead(folder, head);
        const files = await open();
        state.isBegun = folder === fresh;
        return files;
      });
    });
  } finally {
    if (!state.isBegun) await removeRunFolder(fresh);
  }
}

/** One part of a run: from its beginning, or from where an earlier part left it. */
interface Run {
  readonly directory: Directory;
  readonly job: Job;
  readonly options: BatchOptions;
  readonly folder: RunFolder;
  /** The run that is gone on with, as its last part left it. */
  readonly unfinished: UnfinishedRun | undefined;
  readonly earlier: EarlierRun;
  /** The whole input. */
  readonly taken: TakenIn;
}

/** @param begin notes durably that the run has begun, and opens its files */
async function carryOut(
  run: Run,
  use: (batch: Batch) => Promise<void>,
  begin: (open: () => Promise<RunFiles>) => Promise<RunFiles>,
): Promise<BatchEnd> {
  const { directory, job, options, folder, unfinished, earlier } = run;
  const { isSettled, isRepeat, earlierTry } = earlier;
  const { skipInvalid, width, stop } = options;
  const planning = { spools: folder, isSettled, isRepeat, earlier: earlierTry, skipInvalid, width, stop };
  const phase = { label: 'planning', done: 0, total: run.taken.rows };
  const { summary, repeats, repeated } = await during(options, phase, (progress) =>
    planRows(directory, job, { ...planning, progress }),
  );
  for (const repeat of toldLines(repeats)) options.caution(`${repeat}: it is taken once`);
  const counts = {
    total: run.taken.rows - repeated,
    before: earlier.done,
    changed: 0,
    alreadySo: 0,
    failed: earlier.failures.size,
  };
  const batch = { runId: folder.id, summary, counts };
  if (options.dryRun) {
    await use({ ...batch, outcomes: dryRun(run) });
    return { ...batch, left: undefined, isResumable: false };
  }
  const advice = job.advice?.(directory, summary.all.count);
  if (advice !== undefined) options.show(advice);
  await assertMailQuota(directory, summary.mails);
  await agreeTo(summary, options, { isRun: true });
  assertGoingOn(stop);

  const files = await begin(() =>
    openRunFiles(options, { earlier: unfinished, header: run.taken.header, hasDone: earlier.done > 0 }),
  );
  const end: RunEnd = { left: undefined, isToBeRetried: false };
  try {
    await use({ ...batch, outcomes: outcomesOf(run, files, { counts, end }) });
  } finally {
    await files.close();
  }
  const isResumable = end.left !== undefined || end.isToBeRetried;
  if (!isResumable) await removeRunFolder(folder);
  return { ...batch, left: end.left, isResumable };
}

async function during<T>(
  { watch }: Pick<BatchOptions, 'watch'>,
  phase: Phase,
  work: (progress: Phase) => Promise<T>,
): Promise<T> {
  const end = watch(phase);
  try {
    return await work(phase);
  } finally {
    end();
  }
}

/** A question may have been answered late. */
function assertGoingOn({ aborted }: AbortSignal): void {
  if (aborted) throw interrupted();
}

function interrupted(): AdminError {
  return new AdminError('CANCELLED', 'interrupted', { hint: 'Nothing was changed.' });
}

/** How a run is ending. */
interface RunEnd {
  /** Why no further row is begun. */
  left: AdminError | undefined;
  /** Rows have failed for a reason that passes. */
  isToBeRetried: boolean;
}

/** Carries the planned rows out, counts what becomes of them, and keeps what has failed. */
async function* outcomesOf(
  { directory, job, options, folder, earlier }: Run,
  { failures, credentials }: RunFiles,
  { counts, end }: { counts: Counts; end: RunEnd },
): AsyncGenerator<RowOutcome, void, undefined> {
  const { stop, maxFailures = Infinity, reason, width, ordered } = options;
  for await (const { n, row } of earlier.failures.size > 0 ? readSpool<NumberedRow>(folder.rows) : []) {
    const error = earlier.failures.get(n);
    if (error !== undefined) await failures?.add(row, error);
  }
  const outcomes = runRows(directory, job, readSpool<PlannedRow>(folder.plans), {
    runId: folder.id,
    reason,
    credentials,
    width,
    ordered,
    mayBegin: () => {
      // Each further row would set a password that nobody knows.
      end.left ??= credentials?.lost();
      if (stop.aborted) end.left ??= new AdminError('CANCELLED', 'interrupted');
      return end.left === undefined;
    },
  });
  for await (const outcome of outcomes) {
    if (isNotBegun(outcome)) continue;
    const { error, changed, row } = outcome;
    if (error === undefined) counts[changed ? 'changed' : 'alreadySo'] += 1;
    else {
      counts.failed += 1;
      await failures?.add(row, error);
      end.isToBeRetried ||= passes(error);
      if (endsRun(error)) end.left ??= error;
      else if (counts.failed - earlier.failures.size > maxFailures) end.left ??= tooManyFailures(maxFailures);
    }
    yield outcome;
  }
}

function tooManyFailures(most: number): AdminError {
  return new AdminError('TOO_MANY_FAILURES', `more than ${counted(most, 'row')} failed`);
}

/** What would be done, planned once more row by row, so that no plan need be kept. */
function dryRun({ directory, job, folder, options }: Run): AsyncGenerator<RowOutcome, void, undefined> {
  const work = async (planned: PlannedRow): Promise<RowOutcome> => {
    const { n, row, target } = planned;
    if (planned.planned.kind === 'failed') return { ...untouchedRow(job, planned), dryRun: true, n, row };
    return { ...untouched(await planAgain(directory, job, planned, target.id)), dryRun: true, n, row };
  };
  async function* rows(): AsyncGenerator<PlannedRow, void, undefined> {
    for await (const row of readSpool<PlannedRow>(folder.plans)) if (row.planned.kind !== 'repeat') yield row;
  }
  return mapConcurrently(rows(), work, { width: options.width, ordered: true });
}

async function readInput(
  job: Job,
  { input, skipInvalid, caution, stop, watch }: BatchOptions,
  folder: RunFolder,
): Promise<TakenIn> {
  const source = await input.open();
  // Whoever writes to a pipe may take for ever.
  const leave = () => source.destroy(interrupted());
  stop.addEventListener('abort', leave, { once: true });
  const phase = { label: 'reading the input', done: 0 };
  const taken = await during({ watch }, phase, (progress) =>
    takeIn(source, input.format, job, { skipInvalid, spool: folder.rows, progress }),
  ).finally(() => {
    stop.removeEventListener('abort', leave);
  });
  for (const repeat of taken.repeats) caution(`${repeat}: it is taken once`);
  assertGoingOn(stop);
  for (const problem of toldLines(taken.invalid)) caution(`${problem}: it is left out`);
  return taken;
}

/** Each context has a history of its own, without which nobody knows which rows of a run are done. */
function keyOf({ context, endpoint }: Directory, job: Job, { input }: BatchOptions): string {
  const { poolId, url } = endpoint;
  const { operation, intent } = job;
  const { name, format } = input;
  return runKey({ operation, intent, context: context.name, poolId, url, input: name, format });
}

/** Keeps other processes from going on with the same run meanwhile. */
async function alone<T>({ lock: file, id }: RunFolder, work: () => Promise<T>): Promise<T> {
  const lock = { isHeld: false };
  try {
    return await withLock(
      file,
      () => {
        lock.isHeld = true;
        return work();
      },
      LEFT_BEHIND,
    );
  } catch (error) {
    if (lock.isHeld || !(error instanceof AdminError)) throw error;
    throw new AdminError('CHANGED_UNDERNEATH', `run ${id} is under way in another process`, {
      hint: 'Wait for its end. To stop it, interrupt that process.',
      cause: error,
    });
  }
}
