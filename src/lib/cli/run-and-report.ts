import { resolve } from 'node:path';

import type { OutputFlags } from './flags/output.js';
import { rowsInProgress, type RunFlags } from './flags/run.js';
import { type Invocation, resumeCommand, signedFile, withHint } from './invocation.js';
import type { PlanOut } from './plans/plan-out.js';
import { openForRun } from './process/open-for-run.js';
import { keepHeapSteady } from './process/steady-heap.js';
import { reportFailureOfResult } from './report-error.js';
import { isSentence, showList } from './show.js';
import { commandLine, type Directory } from '../directory.js';
import { AdminError, EXIT } from '../errors.js';
import { inputFormat } from '../input/decode/input-format.js';
import { openSource } from '../input/decode/open-source.js';
import { writeText } from '../output/notes.js';
import { LINE_PERIOD, startRunProgress } from '../output/progress.js';
import { ClosedPipe, type Streams } from '../output/streams.js';
import type { ListView } from '../output/view.js';
import type { RowOperation } from '../runs/operations/row-operation.js';
import { RunNotices } from '../runs/run-notices.js';
import type { RunOptions, RunResult, StartedRun } from '../runs/run.js';
import { countsText, rowOutcomeList } from '../runs/run-view.js';
import { undoability } from '../undo/undoability.js';

/** Milliseconds, in which about 10,000 rows are read and planned. */
const HEAP_GRACE = 2_000;

export type RunInvocation = Invocation<OutputFlags & RunFlags>;

/**
 * Applies an operation to every row of `--from` and reports the outcomes.
 *
 * @param makeOperation called once the directory is open
 * @throws AdminError if the run cannot be started; nothing has been written then
 */
export async function runAndReport(
  invocation: RunInvocation,
  makeOperation: (directory: Directory) => RowOperation | Promise<RowOperation>,
): Promise<void> {
  const { directory, stop } = await openForRun(invocation);
  const operation = await makeOperation(directory);
  const { flags, note, planOut } = invocation;
  if (flags['dry-run'])
    note(planOut === undefined ? 'Dry run: nothing is written.' : 'Only planned: nothing is changed.');
  await runRows(invocation, { directory, operation, stop });
}

export interface RowsToRun {
  readonly directory: Directory;
  readonly operation: RowOperation;
  readonly stop: AbortSignal;
  /** In place of what the flags say. */
  readonly options?: Partial<Pick<RunOptions, 'input' | 'resume' | 'skipInvalid'>>;
  /** Done once the run is confirmed, before its first row. */
  readonly before?: (run: Pick<StartedRun, 'runId' | 'summary'>) => Promise<void>;
}

/**
 * Applies an operation to every row and reports the outcomes.
 *
 * @throws AdminError if the run cannot be started; no row has been written then
 */
export async function runRows(
  invocation: RunInvocation,
  { directory, operation, stop, options: own = {}, before }: RowsToRun,
): Promise<RunResult> {
  const { flags, onWrite } = invocation;
  const { startRun } = await import('../runs/start-run.js');
  const notices = new RunNotices((plan) => undoability(plan).fields.length > 0);
  const options = { ...(await runOptions(invocation, stop)), ...own };
  const restoreHeap = keepHeapSteady({ grace: HEAP_GRACE });
  const result = await startRun(directory, operation, options, async (run) => {
    onWrite();
    // While rows are read and planned memory counts, however many they are; from here on time does.
    restoreHeap();
    if (!flags['dry-run']) await before?.(run);
    return reportRows(invocation, run, { operation, notices, directory });
  }).finally(restoreHeap);
  if (!flags['dry-run']) await reportResult(invocation, result, { operation, notices, directory });
  return result;
}

async function runOptions(
  { flags, streams, prompter, note, warn, applies }: RunInvocation,
  stop: AbortSignal,
): Promise<RunOptions> {
  const { from = '-', credentials, failures } = flags;
  const ofPlan = applies && (await import('./plans/plan-of-run.js')).inputOfPlan(applies);
  return {
    input: ofPlan?.input ?? {
      name: from === '-' ? from : resolve(from),
      format: inputFormat(from, flags['input-format']),
      open: () => openSource(from, process.stdin),
    },
    plan: ofPlan?.plan,
    skipInvalid: flags['skip-invalid'],
    dryRun: flags['dry-run'],
    resume: flags.resume,
    reason: flags.reason,
    width: rowsInProgress(flags),
    ordered: flags.ordered,
    maxFailures: flags['max-failures'],
    credentials: credentials === undefined ? undefined : resolve(credentials),
    failures: failures === undefined ? undefined : resolve(failures),
    stop,
    yes: flags.yes,
    confirm: flags.confirm,
    prompter,
    signed: signedFile({ applies }),
    show: (text) => {
      if (!flags.quiet) note(text);
    },
    warn,
    showProgress: (phase) =>
      flags.quiet ? () => undefined : startRunProgress(streams, () => phase, { linePeriod: LINE_PERIOD }),
  };
}

/** Carries the rows out by reading their outcomes, and writes each outcome if the format asks for it. */
async function reportRows(
  { flags, streams, planOut, applies, note }: RunInvocation,
  run: StartedRun,
  { operation, notices, directory }: { operation: RowOperation; notices: RunNotices; directory: Directory },
): Promise<void> {
  if (flags['dry-run'] && planOut === undefined) {
    const { approvalNote } = await import('../changes/consent.js');
    const approval = await approvalNote(directory, run.summary, { ...operation, signed: signedFile({ applies }) });
    if (approval !== undefined) note(approval);
  }
  const planned = planOut === undefined ? run.outcomes : await saved(run, planOut, { operation, directory, note });
  if (isSentence(flags) && flags['dry-run']) {
    if (planOut !== undefined) await drain(planned);
    return reportPlan(streams, run);
  }
  const outcomes = notices.collectFrom(planned);
  // Rows on the terminal show the progress themselves.
  const isHidden = flags.quiet || (!isSentence(flags) && streams.outIsTTY);
  const endProgress = isHidden
    ? () => undefined
    : startRunProgress(streams, () => {
        const { changed, unchanged, failed, total, completedBefore } = run.counts;
        const label = operation.operation.replace('.', ' ');
        return { label, done: changed + unchanged + failed, total: total - completedBefore, failed };
      });
  try {
    if (isSentence(flags)) await drain(outcomes);
    else await showRows(outcomes, rowOutcomeList(directory), { flags, streams });
  } finally {
    endProgress();
  }
}

/** The outcomes, each of which is saved in the file of the plan as it is read. */
async function saved(
  { outcomes, summary }: StartedRun,
  out: PlanOut,
  { operation, directory, note }: { operation: RowOperation; directory: Directory } & Pick<RunInvocation, 'note'>,
): Promise<StartedRun['outcomes']> {
  const [{ savedOutcomes, savedRow }, { saveRows }, { readUserCost }, { writesPerSecond }] = await Promise.all([
    import('./plans/plan-of-run.js'),
    import('./plans/plan-out.js'),
    import('../plans/user-cost.js'),
    import('../runs/plan/run-cost.js'),
  ]);
  const cost =
    summary.all.count === 0
      ? undefined
      : await readUserCost(directory, writesPerSecond(directory, operation.operation));
  const needsApproval = summary.needsApproval.first !== undefined;
  return savedOutcomes(
    outcomes,
    (outcome) => savedRow(outcome, operation),
    (plans) => saveRows(out, directory, { plans, note, needsApproval, cost }),
  );
}

/** The first plans, and a summary of all. */
async function reportPlan(streams: Streams, { summary }: StartedRun): Promise<void> {
  const { summaryLines } = await import('../changes/plan-summary.js');
  const more = summary.all.count - summary.shown.length;
  const rest = more === 0 ? [] : [`and ${more} more: -o ndjson shows all`];
  await writeText(streams, [...summary.shown, ...rest, ...summaryLines(summary)].join('\n'));
}

/**
 * Writes the rows; with `-q` the IDs of those that did not fail. If the reader of stdout goes away, the changes are made all
 * the same.
 */
export async function showRows<Row extends { error?: AdminError }>(
  outcomes: AsyncGenerator<Row>,
  list: ListView<Row>,
  showing: Pick<RunInvocation, 'streams'> & { readonly flags: OutputFlags },
): Promise<void> {
  // Without `return`, so that the list does not end the generator when it fails.
  const rows = { [Symbol.asyncIterator]: () => ({ next: () => outcomes.next() }) };
  try {
    await showList(showing.flags.quiet ? successes(rows) : rows, list, showing);
  } catch (error) {
    await drain(outcomes);
    ignoreClosedPipe(error);
  }
}

async function reportResult(
  invocation: RunInvocation,
  { counts, stopReason, runId, isResumable }: RunResult,
  { operation, notices, directory }: { operation: RowOperation; notices: RunNotices; directory: Directory },
): Promise<void> {
  const { flags, streams, note, warn, exitWith } = invocation;
  const text = countsText(operation.operation, counts);
  if (isSentence(flags)) await writeText(streams, text).catch(ignoreClosedPipe);
  else if (!flags.quiet) note(text);
  for (const warning of notices.warnings()) warn(warning);
  if (!flags.quiet) {
    for (const line of notices.notes()) note(line);
    if (notices.isUndoable) note(`To undo the run: ${commandLine(directory, `history undo --run ${runId}`)}`);
  }
  if (counts.failed > 0) {
    exitWith(EXIT.partial);
    if (flags.failures !== undefined) {
      note(`Failed rows, ready to be corrected and used as input again: ${flags.failures}`);
    }
  }
  if (stopReason !== undefined) reportFailureOfResult(incomplete(stopReason, counts, invocation), invocation);
  else if (isResumable) {
    note(`To retry the rows that failed temporarily: ${resumeCommand(invocation)}`);
  }
}

/** Why rows were left, with how many they are and how to resume. */
function incomplete(error: AdminError, counts: RunResult['counts'], invocation: RunInvocation): AdminError {
  const { completedBefore, changed, unchanged, failed, total } = counts;
  const remaining = total - (completedBefore + changed + unchanged + failed);
  const message = `${error.message}: ${remaining} of ${total} rows remain`;
  const counted = new AdminError(error.code, message, { cause: error, hint: error.hint, exitCode: error.exitCode });
  return withHint(counted, `To resume: ${resumeCommand(invocation)}`);
}

function ignoreClosedPipe(error: unknown): void {
  if (!(error instanceof ClosedPipe)) throw error;
}

/** Reads all rows, without keeping them. */
export async function drain(rows: AsyncGenerator): Promise<void> {
  while ((await rows.next()).done !== true);
}

async function* successes<Row extends { error?: AdminError }>(rows: AsyncIterable<Row>): AsyncGenerator<Row> {
  for await (const row of rows) if (row.error === undefined) yield row;
}
