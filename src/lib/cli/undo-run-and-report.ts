import type { ChangeInvocation } from './carry-out-and-report.js';
import { DEFAULT_CONCURRENCY, rowsInProgress } from './flags/run.js';
import { signedFile } from './invocation.js';
import type { PlanOut } from './plans/plan-out.js';
import { exitStatusOf } from './process/exit-with.js';
import { keepHeapSteady } from './process/steady-heap.js';
import { announcedInterrupts } from './process/open-for-run.js';
import { drain, showRows } from './run-and-report.js';
import { isSentence } from './show.js';
import { outcomeList, outcomeText } from '../changes/change-view.js';
import { approvalNote, requireConsentTo } from '../changes/consent.js';
import type { PlanSummary } from '../changes/plan-summary.js';
import type { Outcome } from '../changes/outcome.js';
import { commandLine, type Directory } from '../directory.js';
import type { AdminError } from '../errors.js';
import type { PlanApproval } from '../history/file/entry.js';
import { defined } from '../model/defined.js';
import { savedPlan } from '../plans/plan-document.js';
import { readUserCost } from '../plans/user-cost.js';
import { writesPerSecond } from '../runs/plan/run-cost.js';
import { approvalText } from '../history/record-view.js';
import { writeText } from '../output/notes.js';
import { startRunProgress } from '../output/progress.js';
import type { Streams } from '../output/streams.js';
import { makeRunFolder, removeRunFolder, type RunFolder } from '../runs/resume/run-folder.js';
import { RunNotices } from '../runs/run-notices.js';
import { countsText } from '../runs/run-view.js';
import { executeUndoRows, refusedRows } from '../runs/undo/execute-undo-rows.js';
import { findUndoRows, type UndoRunInput } from '../runs/undo/find-undo-rows.js';
import { planUndoRows } from '../runs/undo/plan-undo-rows.js';
import { counted } from '../text/counted.js';
import { undoability } from '../undo/undoability.js';

type UndoInvocation = ChangeInvocation & {
  readonly flags: { readonly rate?: number | undefined; readonly 'max-concurrency'?: number | undefined };
};

/** Undoes what can be undone of a run, at the pace of runs, and reports it like a run. */
export async function undoRunAndReport(invocation: UndoInvocation, input: UndoRunInput): Promise<void> {
  const { rate, 'max-concurrency': maxConcurrency = DEFAULT_CONCURRENCY } = invocation.flags;
  const { ulid } = await import('ulid');
  const { stop, interrupt } = announcedInterrupts(invocation.streams);
  const directory = await invocation.openForChange({ pace: { rate, maxConcurrency }, interrupt });
  const folder = await makeRunFolder(directory.dataFolder, ulid());
  const restoreHeap = keepHeapSteady();
  try {
    const width = rowsInProgress(invocation.flags);
    await undoRows(invocation, directory, folder, { ...input, width, stop, onPlanned: restoreHeap });
  } finally {
    restoreHeap();
    await removeRunFolder(folder);
  }
}

async function undoRows(
  invocation: UndoInvocation,
  directory: Directory,
  folder: RunFolder,
  {
    run: asked,
    onPlanned,
    ...options
  }: UndoRunInput & { readonly width: number; readonly stop: AbortSignal; readonly onPlanned: () => void },
): Promise<void> {
  const { flags, streams, note, warn, onWrite, planOut, applies } = invocation;
  const notices = new RunNotices((plan) => undoability(plan).fields.length > 0);
  const shownOn = flags.quiet ? undefined : streams;
  const { run, rows, leftOut, approval, trust } = await findUndoRows(
    directory,
    { run: asked, force: options.force },
    folder.rows,
  );
  // What was typed may be a part of the ID, which other runs may have by then.
  if (planOut !== undefined) (await import('./plans/plan-out.js')).fixFlag(planOut, 'run', run);
  const plan = applies && (await import('./plans/plan-of-run.js')).undoOfPlan(applies);
  const planning = progressFromFirstRow(shownOn, 'planning', rows);
  const { summary, refused } = await planUndoRows(directory, folder, {
    ...options,
    plan,
    trust,
    onPlanned: planning.ended,
  }).finally(planning.stop);
  if (!flags.quiet) {
    const except = refused === 0 ? '' : ` (${refused} cannot be undone)`;
    const doing = flags['dry-run'] ? 'Would undo' : 'Undoing';
    const by = approval === undefined ? '' : `, ${approvalText(approval)}`;
    note(`${doing} ${counted(rows, 'row')} of run ${run}${by}${except}.`);
  }
  for (const reason of leftOut) warn(reason);
  const { 'dry-run': dryRun, reason } = flags;
  const given = await consentTo(invocation, directory, summary).catch(async (error: unknown) => {
    await drain(notices.collectFrom(refusedRows(folder)));
    for (const warning of notices.warnings()) warn(warning);
    throw error;
  });
  if (!dryRun && summary.all.count > 0) onWrite();
  // While rows are planned memory counts, however many they are; from here on time does.
  onPlanned();
  const origin = plan && { ...plan.origin, ...defined({ approval: given }) };
  const executed = executeUndoRows(directory, folder, { ...options, dryRun, reason, origin });
  const outcomes = notices.collectFrom(
    planOut === undefined || refused === rows
      ? executed
      : await savedUndo(executed, planOut, { directory, summary, note }),
  );
  const undoing = progressFromFirstRow(dryRun ? undefined : shownOn, 'history undo', rows - refused);
  await report(watched(outcomes, undoing.ended), { invocation, directory }).finally(undoing.stop);
  for (const warning of notices.warnings()) warn(warning);
  for (const text of notices.notes()) note(text);
  if (notices.isUndoable && !flags.quiet && streams.errIsTTY) {
    note(`Each change can be undone by its record ID: ${commandLine(directory, 'history list')}`);
  }
  if (options.stop.aborted && !dryRun) note('To undo the rest, run the same command again.');
}

/** Asks as the flags say; a dry run says what would be needed. Returns who approved the plan that is applied. */
async function consentTo(
  { flags, prompter, note, planOut, applies }: UndoInvocation,
  directory: Directory,
  summary: PlanSummary,
): Promise<PlanApproval | undefined> {
  const { 'dry-run': dryRun, yes, confirm } = flags;
  const signed = signedFile({ applies });
  if (!dryRun) return requireConsentTo(directory, summary, { yes, confirm, prompter, signed, show: note });
  note(planOut === undefined ? 'Dry run: nothing is written.' : 'Only planned: nothing is changed.');
  const needed = planOut === undefined ? await approvalNote(directory, summary, { signed }) : undefined;
  if (needed !== undefined) note(needed);
  return undefined;
}

/** The outcomes, each of which is saved in the file of the plan as it is read. */
async function savedUndo(
  outcomes: AsyncIterable<Outcome>,
  out: PlanOut,
  { directory, summary, note }: { directory: Directory; summary: PlanSummary } & Pick<UndoInvocation, 'note'>,
): Promise<AsyncGenerator<Outcome, void, undefined>> {
  const [{ savedOutcomes }, { saveRows }] = await Promise.all([
    import('./plans/plan-of-run.js'),
    import('./plans/plan-out.js'),
  ]);
  const cost = await readUserCost(directory, writesPerSecond(directory, 'history.undo'));
  const needsApproval = summary.needsApproval.first !== undefined;
  return savedOutcomes(
    outcomes,
    ({ plan }) => savedPlan(plan),
    (plans) => saveRows(out, directory, { plans, note, needsApproval, cost }),
  );
}

/** Carries the rows out by reading their outcomes; writes each outcome if the format asks for it, or their sum. */
async function report(
  outcomes: AsyncGenerator<Outcome, void, undefined>,
  { invocation, directory }: { invocation: UndoInvocation; directory: Directory },
): Promise<void> {
  const { flags, streams, exitWith } = invocation;
  const counts = { completedBefore: 0, changed: 0, unchanged: 0, failed: 0, total: 0 };
  // One of each code is enough for the exit status.
  const errors = new Map<string, AdminError>();
  const counting = watched(outcomes, ({ changed, error, isNotStarted }) => {
    counts.total += 1;
    if (changed) counts.changed += 1;
    if (error === undefined) counts.unchanged += changed ? 0 : 1;
    else errors.set(error.code, error);
    if (error !== undefined && isNotStarted !== true) counts.failed += 1;
  });
  if (!isSentence(flags)) {
    await showRows(counting, outcomeList(directory), invocation);
  } else if (flags['dry-run']) {
    for await (const outcome of counting) {
      if (outcome.error === undefined) await writeText(streams, outcomeText(outcome));
    }
  } else {
    await drain(counting);
    await writeText(streams, countsText('history.undo', counts));
  }
  if (errors.size > 0) exitWith(exitStatusOf([...errors.values()]));
}

/** Yields the outcomes unchanged, after each was looked at. */
async function* watched(
  outcomes: AsyncIterable<Outcome>,
  look: (outcome: Outcome) => void,
): AsyncGenerator<Outcome, void, undefined> {
  for await (const outcome of outcomes) {
    look(outcome);
    yield outcome;
  }
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
