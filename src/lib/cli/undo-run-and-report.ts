import { carryOutAllAndReport, type ChangeInvocation } from './carry-out-and-report.js';
import { DEFAULT_CONCURRENCY } from './flags/run.js';
import { announcedInterrupts } from './run-and-report.js';
import type { Outcome } from '../changes/outcome.js';
import { startRunProgress } from '../output/progress.js';
import type { Streams } from '../output/streams.js';
import { stopsRun } from '../runs/execute/stopping-errors.js';
import { countsText } from '../runs/run-view.js';
import { counted } from '../text/counted.js';
import { planRows } from '../undo/plan-rows.js';
import { undoRun, type UndoRunInput } from '../undo/undo-run.js';

/** Undoes what can be undone of a run, several changes at once, and reports it like a run. */
export async function undoRunAndReport(invocation: ChangeInvocation, input: UndoRunInput): Promise<void> {
  const { flags, streams, note, warn } = invocation;
  const width = DEFAULT_CONCURRENCY;
  const { stop, interrupt } = announcedInterrupts(streams);
  const directory = await invocation.openForChange({ pace: { maxConcurrency: width }, interrupt });
  const undo = await undoRun(directory, input);
  const shownOn = flags.quiet ? undefined : streams;
  const planning = progressFromFirstRow(shownOn, 'planning', undo.rows.length);
  const { changes, refused } = await planRows(undo.rows, { width, stop, planned: planning.ended }).finally(
    planning.stop,
  );
  if (!flags.quiet) {
    const except = refused.length === 0 ? '' : ` (${refused.length} cannot be undone)`;
    const doing = flags['dry-run'] ? 'Would undo' : 'Undoing';
    note(`${doing} ${counted(undo.rows.length, 'row')} of run ${undo.run}${except}.`);
  }
  for (const reason of undo.leftOut) warn(reason);
  const undoing = progressFromFirstRow(shownOn, 'history undo', changes.length);
  const options = {
    refused,
    sentence,
    concurrency: width,
    stop,
    stopsAll: stopsRun,
    onOutcome: undoing.ended,
  };
  await carryOutAllAndReport(invocation, directory, changes, options).finally(undoing.stop);
  if (stop.aborted && !flags['dry-run']) note('To undo the rest, run the same command again.');
}

/** Progress that is shown from the first row that has ended: before that, the person may be answering a question. */
function progressFromFirstRow(streams: Streams | undefined, label: string, total: number) {
  const counts = { label, done: 0, total, failed: 0 };
  let end: (() => void) | undefined;
  return {
    ended: (outcome?: Outcome): void => {
      counts.done += 1;
      if (outcome?.error !== undefined) counts.failed += 1;
      if (streams !== undefined) end ??= startRunProgress(streams, () => counts);
      if (counts.done === total) end?.();
    },
    stop: () => end?.(),
  };
}

function sentence(outcomes: readonly Outcome[]): string {
  const changed = outcomes.filter((outcome) => outcome.changed).length;
  const failed = outcomes.filter(({ error, isNotStarted }) => error !== undefined && !isNotStarted).length;
  const unchanged = outcomes.filter((outcome) => !outcome.changed && outcome.error === undefined).length;
  const counts = { completedBefore: 0, changed, unchanged, failed, total: outcomes.length };
  return countsText('history.undo', counts);
}
