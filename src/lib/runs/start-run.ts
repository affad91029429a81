/**
 * A run applies one operation to every row of an input: it reads and checks all rows, plans them (plan/), asks once, and
 * executes them (execute/). What it keeps in the data folder, with the history, lets `--resume` continue an interrupted
 * run (resume/). Passwords and failed rows go to files that the user names (result-files/). operations/ says what can be
 * done with a row.
 */
import { requireConsentTo } from '../changes/consent.js';
import type { Directory } from '../directory.js';
import { AdminError } from '../errors.js';
import type { PlanApproval } from '../history/file/entry.js';
import { assertAddsUp } from '../input/row-counts.js';
import { validateInput, type ValidatedInput } from '../input/validate-input.js';
import { emptyTenantWarnings, TENANT_PAGES } from '../users/read/empty-tenants.js';
import { withAddressBook } from '../users/read/read-address-book.js';
import { dryRun, executeRun, type RunEnd } from './execute/execute-run.js';
import type { RowOperation } from './operations/row-operation.js';
import { assertMailQuota, interruptedError, planRows } from './plan/plan-rows.js';
import { costLines, followProvisionedLimits } from './plan/run-cost.js';
import { type Derived, rowsToWorkOn } from './plan/rows-to-work-on.js';
import { readPreviousAttempt } from './resume/previous-attempt.js';
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
  const { resume, credentials, failures, plan } = options;
  await removeOldRunFolders(dataFolder);
  const newFolder = await makeRunFolder(dataFolder, ulid());
  try {
    if (!resume && plan === undefined) assertResultFilesUsable(options, undefined);
    const input = await readInput(operation, options, newFolder);
    const key = keyOf(directory, operation, options);
    const { digest } = input;
    const sought = { key, digest, credentials };
    const isSought = Boolean(resume) || plan !== undefined;
    const mayBeNew = plan !== undefined || resume === 'if-interrupted';
    const interrupted = isSought
      ? await findInterruptedRun(dataFolder, sought).catch(
          mayBeNew ? ifNoneIsInterrupted : (error: unknown) => runNotFound(error, directory, operation),
        )
      : undefined;
    if (isSought) assertResultFilesUsable(options, interrupted);
    const folder = interrupted?.folder ?? newFolder;
    const runId = plan?.origin.id ?? folder.id;
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
      const previousAttempt = await readPreviousAttempt(directory, interrupted?.folder, plan?.origin.id);
      const derived = await withProgress(options, { label: 'comparing with the pool', done: 0 }, (progress) =>
        rowsToWorkOn(directory, operation, { options, newFolder, interrupted, progress }),
      );
      const phase = { label: 'reading the pool', done: 0 };
      const [withAddresses] = await Promise.all([
        withProgress(options, phase, (progress) =>
          derived?.addresses === undefined
            ? withAddressBook(directory, derived === undefined ? input.addresses : 0, { stop: options.stop, progress })
            : Promise.resolve({ ...directory, addresses: derived.addresses }),
        ),
        followProvisionedLimits(directory, operation.operation),
      ]);
      const run = {
        directory: withAddresses,
        operation,
        options,
        folder,
        runId,
        interrupted,
        previousAttempt,
        input: { ...input, rows: derived?.rows ?? input.rows },
      };
      return planAndExecute(run, head, { use, ...derived });
    });
  } finally {
    if (!(await hasRunHead(newFolder))) await removeRunFolder(newFolder);
  }
}

/** Without an interrupted attempt, there is a new one. */
function ifNoneIsInterrupted(error: unknown): undefined {
  if (error instanceof AdminError && error.code === 'RUN_NOT_FOUND') return undefined;
  throw error;
}

/** Says in the error where the run may be, if a team shares the history. */
async function runNotFound(error: unknown, directory: Directory, { operation }: RowOperation): Promise<never> {
  const { withRunElsewhere } = await import('./resume/run-elsewhere.js');
  return withRunElsewhere(error, directory, operation);
}

/** The context is in the key: it decides by which rules the rows are checked. */
function keyOf({ context, endpoint }: Directory, rowOperation: RowOperation, { input, plan }: RunOptions): string {
  if (plan !== undefined) return runKey({ plan: plan.origin.id });
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

/** The run, which records who approved the plan that it carries out. */
function withApproval(run: RunState, approval: PlanApproval | undefined): RunState {
  const { plan } = run.options;
  if (plan === undefined || approval === undefined) return run;
  return { ...run, options: { ...run.options, plan: { ...plan, origin: { ...plan.origin, approval } } } };
}

async function planAndExecute(
  run: RunState,
  head: RunHead,
  { use, about = [], unchanged = 0 }: Partial<Derived> & { readonly use: (run: StartedRun) => Promise<void> },
): Promise<RunResult> {
  const { directory, operation, options, folder, runId, interrupted, input } = run;
  const phase = { label: 'planning', done: 0, total: input.rows };
  const { summary, settled, duplicates, duplicateCount } = await withProgress(options, phase, (progress) =>
    planRows(run, progress),
  );
  for (const duplicate of duplicates.lines()) options.warn(`${duplicate}: ignored`);
  const tenants = [...(operation.creates ? summary.tenants.keys() : []), ...summary.moves.keys()];
  const look = { pages: Math.min(TENANT_PAGES, summary.all.count) };
  for (const warning of await emptyTenantWarnings(directory, tenants, look)) options.warn(warning);
  summary.about = about;
  summary.cost = await costLines(directory, operation.operation, summary);
  const counts = {
    total: input.rows - duplicateCount + unchanged,
    skipped: input.leftOut + duplicateCount,
    completedBefore: settled.completed,
    changed: 0,
    unchanged,
    failed: settled.failed,
  };
  const started = { runId, summary, counts };
  if (options.dryRun) {
    await use({ ...started, outcomes: dryRun(run) });
    return { ...started, stopReason: undefined, isResumable: false };
  }
  const advice = operation.advice?.(directory, summary.all.count);
  if (advice !== undefined) options.show(advice);
  await assertMailQuota(directory, summary.mails);
  const approval = await requireConsentTo(
    directory,
    summary,
    { ...options, together: operation.title, typed: operation.typed, withoutPlan: operation.withoutPlan },
    { isRun: true },
  );
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
    await use({ ...started, outcomes: executeRun(withApproval(run, approval), files, { counts, end }) });
  } finally {
    await files.close();
  }
  const { total, skipped, ...ends } = counts;
  assertAddsUp(total + skipped, { skipped, ...ends }, { isStopped: end.stopReason !== undefined });
  const isResumable = end.stopReason !== undefined || end.hasTemporaryFailures;
  if (!isResumable) await removeRunFolder(folder);
  return { ...started, stopReason: end.stopReason, isResumable };
}
