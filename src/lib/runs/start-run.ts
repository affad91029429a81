import { rename } from 'node:fs/promises';

import { agreeTo } from '../changes/consent.js';
import type { Directory } from '../directory.js';
import { withAddressBook } from '../users/read/read-address-book.js';
import { dryRun } from './plan/dry-run.js';
import { withProgress } from './with-progress.js';
import {
  assertStillInterrupted,
  findInterruptedRun,
  readPreviousAttempt,
} from './resume/previous-attempt.js';
import { assertNotInterrupted } from './interrupted.js';
import type { RowOperation } from './operations/row-operation.js';
import { assertMailQuota } from './plan/mail-quota.js';
import { executeRun, type RunEnd } from './execute/execute-run.js';
import { planRows } from './plan/plan-rows.js';
import { readInput } from './plan/read-input.js';
import type { StartedRun, RunResult, RunOptions, RunState } from './run.js';
import { assertUsable, openResultFiles, type ResultFiles } from './result-files/result-files.js';
import {
  makeRunFolder,
  removeRunFolder,
  runKey,
  removeOldRunFolders,
  writeRunHead,
  withRunLock,
} from './resume/run-folder.js';

/**
 * Does a job with every row of an input: all rows are read, checked and planned first, agreed to as a whole, and then
 * carried out, several at once. What is kept of it in the data folder lets a run that was cut off be gone on with.
 *
 * @param use takes the outcomes; the rest is tidied up when it is done
 * @throws AdminError for an input that cannot be used, plans that cannot be carried out, or a run that nobody agrees to;
 *   nothing has been written then
 */
export async function startRun(
  directory: Directory,
  job: RowOperation,
  options: RunOptions,
  use: (batch: StartedRun) => Promise<void>,
): Promise<RunResult> {
  const { ulid } = await import('ulid');
  await removeOldRunFolders(directory.dataFolder);
  const fresh = await makeRunFolder(directory.dataFolder, ulid());
  const state = { isBegun: false };
  try {
    if (!options.resume) await assertUsable(options, undefined);
    const taken = await readInput(job, options, fresh);
    const key = keyOf(directory, job, options);
    const unfinished = options.resume
      ? await findInterruptedRun(directory, { key, digest: taken.digest, credentials: options.credentials })
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
    return await withRunLock(folder, async () => {
      if (unfinished !== undefined) await assertStillInterrupted(folder);
      const earlier = await readPreviousAttempt(directory, unfinished?.folder);
      if (folder !== fresh) await rename(fresh.rows, folder.rows);
      const acting = await withProgress(options, { label: 'reading the pool', done: 0 }, (progress) =>
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

/** @param begin notes durably that the run has begun, and opens its files */
async function carryOut(
  run: RunState,
  use: (batch: StartedRun) => Promise<void>,
  begin: (open: () => Promise<ResultFiles>) => Promise<ResultFiles>,
): Promise<RunResult> {
  const { directory, job, options, folder, unfinished, earlier } = run;
  const { isSettled, isRepeat, earlierTry } = earlier;
  const { skipInvalid, width, stop } = options;
  const planning = { spools: folder, isSettled, isRepeat, earlier: earlierTry, skipInvalid, width, stop };
  const phase = { label: 'planning', done: 0, total: run.taken.rows };
  const { summary, repeats, repeated } = await withProgress(options, phase, (progress) =>
    planRows(directory, job, { ...planning, progress }),
  );
  for (const repeat of repeats.lines()) options.caution(`${repeat}: it is taken once`);
  const counts = {
    total: run.taken.rows - repeated,
    completedBefore: earlier.done,
    changed: 0,
    unchanged: 0,
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
  assertNotInterrupted(stop);

  const files = await begin(() =>
    openResultFiles(options, { earlier: unfinished, header: run.taken.header, hasDone: earlier.done > 0 }),
  );
  const end: RunEnd = { left: undefined, isToBeRetried: false };
  try {
    await use({ ...batch, outcomes: executeRun(run, files, { counts, end }) });
  } finally {
    await files.close();
  }
  const isResumable = end.left !== undefined || end.isToBeRetried;
  if (!isResumable) await removeRunFolder(folder);
  return { ...batch, left: end.left, isResumable };
}

/** Each context has a history of its own, without which nobody knows which rows of a run are done. */
function keyOf({ context, endpoint }: Directory, job: RowOperation, { input }: RunOptions): string {
  const { poolId, url } = endpoint;
  const { operation, intent } = job;
  const { name, format } = input;
  return runKey({ operation, intent, context: context.name, poolId, url, input: name, format });
}
