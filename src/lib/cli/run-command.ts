import { resolve } from 'node:path';

import { outputOptions } from './admin-command.js';
import type { Phase, RowOutcome, RunResult, StartedRun } from '../runs/run.js';
import { countsText, rowOutcomeList } from '../runs/run-view.js';
import { inputFormat } from '../input/decode/input-format.js';
import type { RowOperation } from '../runs/operations/row-operation.js';
import { openSource } from '../input/decode/open-source.js';
import { RunNotices } from '../runs/run-notices.js';
import { type UserOperation, onEachUser } from '../runs/operations/change-users.js';
import { ChangeCommand } from './change-command.js';
import { planAll } from '../changes/plan-all.js';
import { commandLine, type Directory } from '../directory.js';
import { AdminError, EXIT } from '../errors.js';
import type { BatchFlags, ChangeFlags, ConnectionFlags, OutputFlags } from './flags.js';
import { writeText } from '../output/notes.js';
import { LINE_PERIOD, progressText, RUN_PERIODS, startProgress } from '../output/progress.js';
import { ClosedPipe } from '../output/streams.js';
import { keepHeapSteady } from './steady-heap.js';
import { undoability } from '../undo/undoability.js';

/** Calls under way at once unless asked otherwise: enough for the default rates at a tenth of a second an answer. */
const CONCURRENCY = 16;
/** Rows under way for each call: while one waits for the disk, another calls. */
const ROWS_PER_CALL = 4;

export type AllFlags = ConnectionFlags & OutputFlags & ChangeFlags & BatchFlags;

/** What every command shares that changes one thing, or as many as `--from` reads. */
export abstract class BatchCommand extends ChangeCommand {
  /** Makes a change to those named; or to each that `--from` reads. One who is named alone is told of alone. */
  protected async changeUsers(
    named: string | readonly string[] | undefined,
    flags: AllFlags,
    job: UserOperation,
  ): Promise<void> {
    const names = typeof named === 'string' ? [named] : (named ?? []);
    if (this.readsInput(names, flags)) return this.runJob(() => onEachUser(job), flags);
    const directory = await this.open(flags);
    const changes = await planAll(names, (user) => job.plan(directory, user));
    const [change] = changes;
    if (typeof named === 'string' && change !== undefined) return this.change(directory, change, flags);
    return this.changeAll(directory, changes, flags);
  }

  /**
   * Whether what to act on comes from an input.
   *
   * @throws AdminError MISSING_INPUT where nothing is named, USAGE where it is named in both ways
   */
  protected readsInput(named: readonly string[], { from }: BatchFlags): boolean {
    if (from === undefined) {
      if (named.length > 0) return false;
      throw new AdminError('MISSING_INPUT', 'missing argument USER', {
        hint: 'Name the users, or take them from a file or a pipe: --from FILE',
      });
    }
    if (named.length === 0) return true;
    throw new AdminError('USAGE', 'users are named both as arguments and by --from', {
      hint: 'Leave one of the two out.',
    });
  }

  /** Does a job with every row of the input. */
  protected async runJob(
    makeJob: (directory: Directory) => RowOperation | Promise<RowOperation>,
    flags: AllFlags,
    credentials?: string,
  ): Promise<void> {
    const { startRun } = await import('../runs/start-run.js');
    const letHeapGrow = keepHeapSteady();
    const { stop, interrupt } = this.interruptSignals();
    const maxConcurrency = flags['max-concurrency'] ?? CONCURRENCY;
    const directory = await this.open(flags, { pace: { rate: flags.rate, maxConcurrency }, interrupt });
    const job = await makeJob(directory);
    const from = flags.from ?? '-';
    const dryRun = flags['dry-run'];
    if (dryRun) this.note('Dry run: nothing is written.');
    const told = new RunNotices((plan) => undoability(plan).fields.length > 0);
    const end = await startRun(
      directory,
      job,
      {
        input: {
          name: from === '-' ? from : resolve(from),
          format: inputFormat(from, flags['input-format']),
          open: () => openSource(from, process.stdin),
        },
        skipInvalid: flags['skip-invalid'] ?? false,
        dryRun,
        resume: flags.resume ?? false,
        reason: flags.reason,
        width: maxConcurrency * ROWS_PER_CALL,
        ordered: flags.ordered ?? false,
        maxFailures: flags['max-failures'],
        credentials: credentials === undefined ? undefined : resolve(credentials),
        failures: flags.failures === undefined ? undefined : resolve(flags.failures),
        stop,
        yes: flags.yes,
        prompter: this.prompter(flags['no-input']),
        show: (text) => {
          if (!flags.quiet) this.note(text);
        },
        warn: (text) => {
          this.caution(text);
        },
        showProgress: (phase) => this.watch(phase, flags.quiet),
      },
      (batch) => {
        this.leftHint = undefined;
        // Reading a million rows is held to little memory; what calls the service is held to its time.
        letHeapGrow();
        return this.tellBatch(batch, { job, flags, told });
      },
    );
    await this.tellEnd(end, { job, flags, told, directory });
  }

  private async tellBatch(
    batch: StartedRun,
    { job, flags, told }: { job: RowOperation; flags: AllFlags; told: RunNotices },
  ): Promise<void> {
    const { format, quiet } = outputOptions(flags);
    const isSentence = format === 'table' && !quiet;
    const outcomes = told.collectFrom(batch.outcomes);
    if (isSentence && flags['dry-run']) return this.tellPlan(batch);
    const stop = this.progressOf(batch, { job, isHidden: quiet || (!isSentence && this.streams.outIsTTY) });
    try {
      if (isSentence) await drained(outcomes);
      else await this.showRows(outcomes, flags);
    } finally {
      stop();
    }
  }

  /** What takes long before the first change is not to look like a hang. */
  private watch(phase: Phase, quiet: boolean): () => void {
    if (quiet) return () => undefined;
    const begun = performance.now();
    const text = (): string => {
      const { label, done, total } = phase;
      if (total === undefined) return `${label}  ${done} so far`;
      const elapsed = performance.now() - begun;
      return progressText({ label, done, total, failed: 0, elapsed }, { bar: this.streams.errIsTTY });
    };
    return startProgress(text, this.streams, { linePeriod: LINE_PERIOD });
  }

  /** The first plans, and what all come to. */
  private async tellPlan({ summary }: StartedRun): Promise<void> {
    const { summaryLines } = await import('../changes/plan-summary.js');
    const more = summary.all.count - summary.shown.length;
    const rest = more === 0 ? [] : [`and ${more} more: -o ndjson shows all`];
    await writeText(this.streams, [...summary.shown, ...rest, ...summaryLines(summary)].join('\n'));
  }

  private progressOf(
    { counts }: StartedRun,
    { job, isHidden }: { job: RowOperation; isHidden: boolean },
  ): () => void {
    if (isHidden) return () => undefined;
    const label = job.operation.replace('.', ' ');
    const begun = performance.now();
    const text = (): string => {
      const { changed, unchanged, failed, total, completedBefore } = counts;
      const done = changed + unchanged + failed;
      const elapsed = performance.now() - begun;
      return progressText(
        { label, done, total: total - completedBefore, failed, elapsed },
        { bar: this.streams.errIsTTY },
      );
    };
    return startProgress(text, this.streams, RUN_PERIODS);
  }

  /** Whoever reads the rows may leave; the changes are made all the same. */
  private async showRows(outcomes: AsyncGenerator<RowOutcome>, flags: AllFlags): Promise<void> {
    const rows = { [Symbol.asyncIterator]: () => ({ next: () => outcomes.next() }) };
    const shown = flags.quiet ? successes(rows) : rows;
    try {
      await this.showList(shown, rowOutcomeList, flags);
    } catch (error) {
      await drained(outcomes);
      unlessClosed(error);
    }
  }

  private async tellEnd(
    { counts, stopReason: left, runId, isResumable }: RunResult,
    {
      job,
      flags,
      told,
      directory,
    }: { job: RowOperation; flags: AllFlags; told: RunNotices; directory: Directory },
  ): Promise<void> {
    if (flags['dry-run']) return;
    const { format, quiet } = outputOptions(flags);
    const text = countsText(job.operation, counts);
    if (format === 'table' && !quiet) await writeText(this.streams, text).catch(unlessClosed);
    else if (!quiet) this.note(text);
    for (const warning of told.warnings()) this.caution(warning);
    if (counts.failed > 0) process.exitCode = EXIT.partial;
    if (!quiet) for (const note of told.notes()) this.note(note);
    if (!quiet && told.isUndoable) {
      this.note(`To undo the run: ${commandLine(directory, `history undo --run ${runId}`)}`);
    }
    if (flags.failures !== undefined && counts.failed > 0) {
      this.note(`The rows that failed, to be mended and fed back: ${flags.failures}`);
    }
    if (left !== undefined) this.failBeside(this.withWayOn(left, counts));
    else if (isResumable) this.note(`To try again what failed for a reason that passes: ${this.wayOn()}`);
  }

  private withWayOn(
    left: AdminError,
    { completedBefore, changed, unchanged, failed, total }: RunResult['counts'],
  ): AdminError {
    const seen = completedBefore + changed + unchanged + failed;
    return new AdminError(left.code, `${left.message}: ${total - seen} of ${total} rows are left`, {
      cause: left,
      hint: [...(left.hint === undefined ? [] : [left.hint]), `To go on: ${this.wayOn()}`].join('\n'),
    });
  }
}

/** Whoever reads the result may leave: how the run ended is told all the same. */
function unlessClosed(error: unknown): void {
  if (!(error instanceof ClosedPipe)) throw error;
}

async function drained(rows: AsyncIterable<unknown>): Promise<void> {
  const iterator = rows[Symbol.asyncIterator]();
  while ((await iterator.next()).done !== true);
}

async function* successes<Row extends { error?: AdminError }>(rows: AsyncIterable<Row>): AsyncGenerator<Row> {
  for await (const row of rows) if (row.error === undefined) yield row;
}
