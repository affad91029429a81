/**
 * A run applies one operation to every row of an input: it reads and checks all rows, plans them (plan/), asks once, and
 * executes them (execute/). What it keeps in the data folder, with the history, lets `--resume` continue an interrupted
 * run (resume/). Passwords and failed rows go to files that the user names (result-files/). operations/ says what can be
 * done with a row.
 */
import { rename } from 'node:fs/promises';

import { requireConsentTo } from '../changes/consent.js';
import type { Directory } from '../directory.js';
import { assertAddsUp } from '../input/row-counts.js';
import { validateInput, type ValidatedInput } from '../input/validate-input.js';
import { emptyTenantWarnings, TENANT_PAGES } from '../users/read/empty-tenants.js';
import { withAddressBook } from '../users/read/read-address-book.js';
import { dryRun, executeRun, type RunEnd } from './execute/execute-run.js';
import type { RowOperation } from './operations/row-operation.js';
import { assertMailQuota, interruptedError, planRows } from './plan/plan-rows.js';
import { assertSameNumbers, readPreviousAttempt } from './resume/previous-attempt.js';
import {
  assertStillInterrupted,
  findInterruptedRun,
  hasRunHead,
  makeRunFolder,
  removeOldRunFolders,
  removeRunFolder,
  type RunFolder,
  type RunHead,
  runKey,
  withRunLock,
  writeRunHead,
} from './resume/run-folder.js';
import { assertResultFilesUsable, openResultFiles } from './result-files/result-files.js';
import type { Phase, RunOptions, RunResult, RunState, StartedRun } from './run.js';

/**
 * Starts a run, or resumes one, and waits until `use` has read its outcomes.
 *
 * @param use reads the outcomes of the rows, which executes them
 * @throws AdminError if the input is invalid, a row cannot be planned or the run is not confirmed; nothing was written
 *   then
 */
export async function startRun(
  directory: Directory,
  operation: RowOperation,
  options: RunOptions,
  use: (run: StartedRun) => Promise<void>,
): Promise<RunResult> {
  const { ulid } = await import('ulid');
  const { dataFolder } = directory;
  const { resume, credentials, failures } = options;
  await removeOldRunFolders(dataFolder);
  const newFolder = await makeRunFolder(dataFolder, ulid());
  try {
    if (!resume) assertResultFilesUsable(options, undefined);
    const input = await readInput(operation, options, newFolder);
    const key = keyOf(directory, operation, options);
    const { digest } = input;
    const interrupted = resume ? await findInterruptedRun(dataFolder, { key, digest, credentials }) : undefined;
    if (interrupted !== undefined) assertResultFilesUsable(options, interrupted);
    const folder = interrupted?.folder ?? newFolder;
    const head: RunHead = {
      v: 1,
      id: folder.id,
      key,
      digest,
      credentials: credentials ?? null,
      failures: failures ?? interrupted?.head.failures ?? null,
    };
    return await withRunLock(folder, async () => {
      if (interrupted !== undefined) await assertStillInterrupted(folder);
      const previousAttempt = await readPreviousAttempt(directory, interrupted?.folder);
      if (interrupted !== undefined) {
        await assertSameNumbers(newFolder.rows, folder);
        await rename(newFolder.rows, folder.rows);
      }
      const phase = { label: 'reading the pool', done: 0 };
      const withAddresses = await withProgress(options, phase, (progress) =>
        withAddressBook(directory, input.addresses, { stop: options.stop, progress }),
      );
      const run = {
        directory: withAddresses,
        operation,
        options,
        folder,
        interrupted,
        previousAttempt,
        input,
      };
      return planAndExecute(run, head, use);
    });
  } finally {
    if (!(await hasRunHead(newFolder))) await removeRunFolder(newFolder);
  }
}

/** The context is in the key: it decides by which rules the rows are checked. */
function keyOf({ context, endpoint }: Directory, rowOperation: RowOperation, { input }: RunOptions): string {
  const { poolId, url } = endpoint;
  const { operation, intent } = rowOperation;
  const { name, format } = input;
  return runKey({ operation, intent, context: context.name, poolId, url, input: name, format });
}

/**
 * Reads and checks the input, writes its rows to the run's folder, and warns about the rows that are skipped.
 *
 * @throws AdminError as `validateInput` does; CANCELLED
 */
async function readInput(operation: RowOperation, options: RunOptions, folder: RunFolder): Promise<ValidatedInput> {
  const { skipInvalid, stop, warn } = options;
  const source = await options.input.open();
  // The other end of a pipe may never close it.
  const abort = () => source.destroy(interruptedError());
  stop.addEventListener('abort', abort, { once: true });
  // Ctrl-C may have been pressed while the input was opened.
  if (stop.aborted) abort();
  const phase = { label: 'reading the input', done: 0 };
  const input = await withProgress(options, phase, (progress) =>
    validateInput(source, options.input.format, operation, { skipInvalid, spool: folder.rows, progress }),
  ).finally(() => {
    stop.removeEventListener('abort', abort);
  });
  for (const duplicate of input.duplicates) warn(`${duplicate}: ignored`);
  if (stop.aborted) throw interruptedError();
  for (const problem of input.skipped) warn(`${problem}: skipped`);
  return input;
}

async function withProgress<T>(
  { showProgress }: RunOptions,
  phase: Phase,
  work: (progress: Phase) => Promise<T>,
): Promise<T> {
  const hide = showProgress(phase);
  try {
    return await work(phase);
  } finally {
    hide();
  }
}

async function planAndExecute(
  run: RunState,
  head: RunHead,
  use: (run: StartedRun) => Promise<void>,
): Promise<RunResult> {
  const { directory, operation, options, folder, interrupted, input } = run;
  const phase = { label: 'planning', done: 0, total: input.rows };
  const { summary, settled, duplicates, duplicateCount } = await withProgress(options, phase, (progress) =>
    planRows(run, progress),
  );
  for (const duplicate of duplicates.lines()) options.warn(`${duplicate}: ignored`);
  const tenants = [...(operation.creates ? summary.tenants.keys() : []), ...summary.moves.keys()];
  const look = { pages: Math.min(TENANT_PAGES, summary.all.count) };
  for (const warning of await emptyTenantWarnings(directory, tenants, look)) options.warn(warning);
  const counts = {
    total: input.rows - duplicateCount,
    skipped: input.leftOut + duplicateCount,
    completedBefore: settled.completed,
    changed: 0,
    unchanged: 0,
    failed: settled.failed,
  };
  const started = { runId: folder.id, summary, counts };
  if (options.dryRun) {
    await use({ ...started, outcomes: dryRun(run) });
    return { ...started, stopReason: undefined, isResumable: false };
  }
  const advice = operation.advice?.(directory, summary.all.count);
  if (advice !== undefined) options.show(advice);
  await assertMailQuota(directory, summary.mails);
  await requireConsentTo(directory, summary, options, { isRun: true });
  // The question may have been answered after the interrupt.
  if (options.stop.aborted) throw interruptedError();

  // Before the files are created: files that a crash leaves without a head could be neither resumed nor created again.
  await writeRunHead(folder, head);
  const files = await openResultFiles(run).catch(async (error: unknown) => {
    if (interrupted === undefined) await removeRunFolder(folder);
    throw error;
  });
  const end: RunEnd = { stopReason: undefined, hasTemporaryFailures: false };
  try {
    await use({ ...started, outcomes: executeRun(run, files, { counts, end }) });
  } finally {
    await files.close();
  }
  const { total, skipped, ...ends } = counts;
  assertAddsUp(total + skipped, { skipped, ...ends }, { isStopped: end.stopReason !== undefined });
  const isResumable = end.stopReason !== undefined || end.hasTemporaryFailures;
  if (!isResumable) await removeRunFolder(folder);
  return { ...started, stopReason: end.stopReason, isResumable };
}
