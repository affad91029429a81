import { resolve } from 'node:path';

import type { OutputFlags } from './flags/output.js';
import { DEFAULT_CONCURRENCY, rowsInProgress, type RunFlags } from './flags/run.js';
import { type Invocation, resumeCommand, withHint } from './invocation.js';
import { interruptSignals } from './process/interrupt.js';
import { keepHeapSteady } from './process/steady-heap.js';
import { reportFailureOfResult } from './report-error.js';
import { isSentence, showList } from './show.js';
import { commandLine, type Directory } from '../directory.js';
import { AdminError, EXIT } from '../errors.js';
import { inputFormat } from '../input/decode/input-format.js';
import { openSource } from '../input/decode/open-source.js';
import { noteBelow, writeText } from '../output/notes.js';
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
  const { flags, streams, openForChange, note, onWrite } = invocation;
  const { startRun } = await import('../runs/start-run.js');
  const { stop, interrupt } = announcedInterrupts(streams);
  const maxConcurrency = flags['max-concurrency'] ?? DEFAULT_CONCURRENCY;
  const directory = await openForChange({ pace: { rate: flags.rate, maxConcurrency }, interrupt });
  const operation = await makeOperation(directory);
  if (flags['dry-run']) note('Dry run: nothing is written.');
  const notices = new RunNotices((plan) => undoability(plan).fields.length > 0);
  const options = runOptions(invocation, stop);
  const restoreHeap = keepHeapSteady({ grace: HEAP_GRACE });
  const result = await startRun(directory, operation, options, (run) => {
    onWrite();
    // While rows are read and planned memory counts, however many they are; from here on time does.
    restoreHeap();
    return reportRows(invocation, run, { operation, notices, directory });
  }).finally(restoreHeap);
  if (!flags['dry-run']) await reportResult(invocation, result, { operation, notices, directory });
}

/** The signals of many changes, announced at the first Ctrl-C: see `interruptSignals`. */
export function announcedInterrupts(streams: Streams): ReturnType<typeof interruptSignals> {
  const signals = interruptSignals();
  signals.stop.addEventListener('abort', () => {
    // SIGTERM and SIGHUP come from programs as well, and no person reads how to press a key.
    const again = streams.errIsTTY ? ' Press Ctrl-C again to abort.' : '';
    noteBelow(streams, `Stopping after the requests in progress.${again}`);
  });
  return signals;
}

function runOptions({ flags, streams, prompter, note, warn }: RunInvocation, stop: AbortSignal): RunOptions {
  const { from = '-', credentials, failures } = flags;
  return {
    input: {
      name: from === '-' ? from : resolve(from),
      format: inputFormat(from, flags['input-format']),
      open: () => openSource(from, process.stdin),
    },
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
  { flags, streams }: RunInvocation,
  run: StartedRun,
  { operation, notices, directory }: { operation: RowOperation; notices: RunNotices; directory: Directory },
): Promise<void> {
  if (isSentence(flags) && flags['dry-run']) return reportPlan(streams, run);
  const outcomes = notices.collectFrom(run.outcomes);
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
    if (notices.isUndoable) {
      note(`To undo the run: ${commandLine(directory, `history undo --run ${runId}`)}`);
    }
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
  const counted = new AdminError(error.code, message, { cause: error, hint: error.hint });
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
