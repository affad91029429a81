import { rename } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';

import { agreeTo, type Consent } from '../changes/consent.js';
import { untouched } from '../changes/outcome.js';
import { type PlanSummary, summaryLines } from '../changes/plan-summary.js';
import type { Directory } from '../directory.js';
import { AdminError } from '../errors.js';
import { LEFT_BEHIND, withLock } from '../files/lock.js';
import { counted } from '../text/counted.js';
import { withAddressBook } from '../users/read-address-book.js';
import { type EarlierRun, findUnfinished, readEarlier } from './earlier-run.js';
import type { InputFormat } from './input-format.js';
import type { Job } from './job.js';
import { assertMailQuota } from './mail-quota.js';
import { mapConcurrently } from './map-concurrently.js';
import { planRows } from './plan-rows.js';
import type { PlannedRow } from './planned-row.js';
import { assertNew, openRunFiles, type RunFiles } from './run-files.js';
import { makeRunFolder, removeRunFolder, type RunFolder, runKey, writeRunHead } from './run-folder.js';
import { endsRun, isNotBegun, passes, type RowOutcome, runRows, untouchedRow } from './run-rows.js';
import { readSpool } from './spool.js';
import { type NumberedRow, type TakenIn, takeIn, toldLines } from './take-in.js';

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
  const fresh = await makeRunFolder(directory.dataFolder, ulid());
  const state = { isBegun: false };
  try {
    if (!options.resume) await assertNew(options);
    const taken = await readInput(job, options, fresh);
    const key = keyOf(directory, job, options);
    const unfinished = options.resume
      ? await findUnfinished(directory, { key, digest: taken.digest, credentials: options.credentials })
      : undefined;
    const folder = unfinished ?? fresh;
    const head = {
      v: 1,
      id: folder.id,
      key,
      digest: taken.digest,
      credentials: options.credentials ?? null,
    } as const;
    return await alone(folder, async () => {
      const earlier = await readEarlier(directory, unfinished);
      if (folder !== fresh) await rename(fresh.rows, folder.rows);
      const acting = await withAddressBook(directory, taken.addresses);
      const run = { directory: acting, job, options, folder, earlier, taken };
      return carryOut(run, use, async () => {
        await writeRunHead(folder, head);
        state.isBegun = folder === fresh;
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
  readonly earlier: EarlierRun;
  /** The whole input. */
  readonly taken: TakenIn;
}

/** @param begin notes durably that the run has begun */
async function carryOut(
  run: Run,
  use: (batch: Batch) => Promise<void>,
  begin: () => Promise<void>,
): Promise<BatchEnd> {
  const { directory, job, options, folder, earlier } = run;
  const { isSettled, earlierTry } = earlier;
  const { skipInvalid, width, stop } = options;
  const planning = { spools: folder, isSettled, earlier: earlierTry, skipInvalid, width, stop };
  const summary = await planRows(directory, job, planning);
  const counts = { total: run.taken.rows, before: earlier.settled, changed: 0, alreadySo: 0, failed: 0 };
  const batch = { runId: folder.id, summary, counts };
  if (options.dryRun) {
    await use({ ...batch, outcomes: dryRun(run) });
    return { ...batch, left: undefined, isResumable: false };
  }
  options.show(summaryLines(summary).join('\n'));
  await assertMailQuota(directory, summary.mails);
  await agreeTo(summary, options, { evenHarmless: true });
  assertGoingOn(stop);

  // Before its files: those of a run that nobody knows of could neither be gone on with nor made again.
  await begin();
  const files = await openRunFiles(options, folder, run.taken.header).catch(async (error: unknown) => {
    if (!options.resume) await removeRunFolder(folder);
    throw error;
  });
  const end: RunEnd = { left: undefined, isToBeRetried: false };
  try {
    await use({ ...batch, outcomes: outcomesOf(run, files, { counts, end }) });
  } finally {
    await files.close();
  }
  if (stop.aborted) end.left ??= new AdminError('CANCELLED', 'interrupted');
  const isResumable = end.left !== undefined || end.isToBeRetried;
  if (!isResumable) await removeRunFolder(folder);
  return { ...batch, left: end.left, isResumable };
}

/** A question may have been answered late. */
function assertGoingOn({ aborted }: AbortSignal): void {
  if (aborted) throw new AdminError('CANCELLED', 'interrupted', { hint: 'Nothing was changed.' });
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
    mayBegin: () => !stop.aborted && end.left === undefined,
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
      else if (counts.failed > maxFailures) end.left ??= tooManyFailures(maxFailures);
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
    return { ...untouched(await job.plan(directory, row, target.id)), dryRun: true, n, row };
  };
  const { width } = options;
  return mapConcurrently(readSpool<PlannedRow>(folder.plans), work, { width, ordered: true });
}

async function readInput(
  job: Job,
  { input, skipInvalid, caution }: BatchOptions,
  folder: RunFolder,
): Promise<TakenIn> {
  const taken = await takeIn(await input.open(), input.format, job, {
    skipInvalid,
    spool: folder.rows,
  });
  for (const repeat of taken.repeats) caution(`${repeat}: it is taken once`);
  for (const problem of toldLines(taken.invalid)) caution(`${problem}: it is left out`);
  return taken;
}

function keyOf({ endpoint }: Directory, job: Job, { input, skipInvalid }: BatchOptions): string {
  const { poolId, url } = endpoint;
  const { operation, intent } = job;
  return runKey({ operation, intent, poolId, url, input: input.name, format: input.format, skipInvalid });
}

/** Keeps other processes from going on with the same run meanwhile. */
async function alone<T>({ path, id }: RunFolder, work: () => Promise<T>): Promise<T> {
  const lock = { isHeld: false };
  try {
    return await withLock(
      join(path, 'run'),
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
