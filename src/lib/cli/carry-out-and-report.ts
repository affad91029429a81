import type { ChangeFlags } from './flags/change.js';
import type { OutputFlags } from './flags/output.js';
import { type Invocation, signedFile } from './invocation.js';
import { exitStatusOf } from './process/exit-with.js';
import { isSentence, showList } from './show.js';
import { carryOut, type CarryOutOptions } from '../changes/carry-out.js';
import type { Change } from '../changes/change.js';
import { approvalNote } from '../changes/consent.js';
import { outcomeList, outcomeText } from '../changes/change-view.js';
import type { Outcome } from '../changes/outcome.js';
import { summaryOf } from '../changes/plan-summary.js';
import { commandLine, type Directory } from '../directory.js';
import { AdminError } from '../errors.js';
import { movedFields } from '../model/field-change.js';
import { writeText } from '../output/notes.js';
import { listed } from '../text/listed.js';
import { undoability, undoNote } from '../undo/undoability.js';

export type ChangeInvocation = Invocation<OutputFlags & ChangeFlags>;

type OutcomeWithoutError = Omit<Outcome, 'error'>;

/**
 * Carries one change out and reports its outcome as one thing, in every format.
 *
 * @throws AdminError if the change fails; those of `carryOut`
 */
export async function carryOutAndReport(
  invocation: ChangeInvocation,
  directory: Directory,
  change: Change,
): Promise<void> {
  for (const { error, ...outcome } of await carryOutChanges(invocation, directory, { changes: [change] })) {
    if (error !== undefined && isCoveredByError(outcome)) throw error;
    try {
      await reportOne(invocation, directory, { outcome, error });
    } catch (problem) {
      const isOfChange = problem instanceof AdminError && problem.code !== 'OUTPUT_UNWRITABLE';
      throw outcome.password === undefined || isOfChange ? problem : lostPassword(outcome, problem);
    }
  }
}

interface ReportOptions extends Pick<CarryOutOptions, 'together' | 'isList'> {
  /** The outcomes of others, which could not be planned. */
  readonly failed?: readonly Outcome[];
  /** Writes the outcomes in a format of the command's own. */
  readonly write?: ((outcomes: readonly Outcome[]) => Promise<void>) | undefined;
}

/**
 * Carries several changes out and reports their outcomes as a list, in every format.
 *
 * @param options.together what they are together, and whether they are a list even if there is only one: see
 *   `CarryOutOptions`
 */
export async function carryOutAllAndReport(
  invocation: ChangeInvocation,
  directory: Directory,
  changes: readonly Change[],
  { together, isList, failed = [], write = (all) => writeOutcomes(all, invocation, directory) }: ReportOptions = {},
): Promise<void> {
  const carriedOut = await carryOutChanges(invocation, directory, { changes, together, isList });
  const outcomes = [...carriedOut, ...failed];
  const errors = outcomes.flatMap(({ error }) => error ?? []);
  if (errors.length > 0) invocation.exitWith(exitStatusOf(errors));
  await write(outcomes);
  reportNotes(outcomes, invocation, directory, { together });
  const isPartial = outcomes.some(({ error, changed }) => error !== undefined && !changed);
  if (together !== undefined && isPartial)
    invocation.warn('Once the cause is fixed, run the same command again: it does the rest.');
}

async function writeOutcomes(
  outcomes: readonly Outcome[],
  invocation: ChangeInvocation,
  directory: Directory,
): Promise<void> {
  const { flags, streams } = invocation;
  if (!isSentence(flags)) {
    const shown = flags.quiet ? outcomes.filter(({ error }) => error === undefined) : outcomes;
    await showList(shown, outcomeList(directory), invocation);
    return;
  }
  for (const outcome of outcomes) {
    if (outcome.error === undefined || !isCoveredByError(outcome)) await writeText(streams, outcomeText(outcome));
  }
}

interface CarryingOut extends Pick<ChangeInvocation, 'prompter' | 'note' | 'onWrite' | 'planOut' | 'applies'> {
  readonly flags: Pick<ChangeFlags, 'dry-run' | 'yes' | 'confirm' | 'reason'>;
}

/** Carries changes out as the flags say, or those of the plan that is applied; nothing is reported yet. */
export async function carryOutChanges(
  { flags, prompter, note, onWrite, planOut, applies }: CarryingOut,
  directory: Directory,
  { changes, together, isList }: { readonly changes: readonly Change[] } & Pick<CarryOutOptions, 'together' | 'isList'>,
): Promise<Outcome[]> {
  if (flags['dry-run'])
    note(planOut === undefined ? 'Dry run: nothing is written.' : 'Only planned: nothing is changed.');
  const toMake =
    applies === undefined ? { changes } : (await import('./plans/applied-plan.js')).changesToApply(applies, changes);
  const signed = signedFile({ applies });
  const watchedChanges = toMake.changes.map((change) => watched(change, onWrite));
  const outcomes = await carryOut(directory, watchedChanges, {
    ...toMake,
    dryRun: flags['dry-run'],
    yes: flags.yes,
    confirm: flags.confirm,
    reason: flags.reason,
    together,
    isList,
    prompter,
    signed,
    show: note,
  });
  if (flags['dry-run'] && planOut === undefined) {
    const approval = await approvalNote(directory, await summaryOf(directory, toMake.changes), { signed });
    if (approval !== undefined) note(approval);
  }
  if (planOut !== undefined) {
    const { savePlans } = await import('./plans/plan-out.js');
    await savePlans(planOut, directory, { plans: outcomes.map(({ plan }) => plan), note });
  }
  return outcomes;
}

/** The change, which calls `onWrite` before it is applied; so does every new plan made from it. */
function watched(change: Change, onWrite: () => void): Change {
  return {
    ...change,
    replan: async () => watched(await change.replan(), onWrite),
    apply: () => {
      onWrite();
      return change.apply();
    },
  };
}

/** @throws AdminError the error of the outcome, after the outcome was written, unless the format includes errors */
async function reportOne(
  invocation: ChangeInvocation,
  directory: Directory,
  { outcome, error }: { outcome: OutcomeWithoutError; error: AdminError | undefined },
): Promise<void> {
  const { flags, streams, exitWith } = invocation;
  if (isSentence(flags)) {
    await writeText(streams, outcomeText(outcome));
    reportNotes([outcome], invocation, directory);
    if (error !== undefined) throw error;
    return;
  }
  const shown = error === undefined ? outcome : { ...outcome, error };
  if (error !== undefined) exitWith(error.exitCode);
  // A list for one outcome too, so that a script reads both alike.
  await showList([shown], outcomeList(directory), invocation);
  reportNotes([shown], invocation, directory);
}

/** A password that was set but never shown is lost: the command must not end as if all were well. */
function lostPassword({ plan }: OutcomeWithoutError, cause: unknown): AdminError {
  const { label } = plan.target;
  return new AdminError('PARTIAL', `the password of ${label} was set but could not be shown`, {
    cause,
    hint: `It is lost. Set a new one: sf-admin users reset-password ${label}`,
  });
}

/** An error says everything, unless the outcome has a password or completed steps that nothing else would show. */
function isCoveredByError({ password, steps }: OutcomeWithoutError): boolean {
  return password === undefined && steps === undefined;
}

interface Reporting extends Pick<ChangeInvocation, 'streams' | 'note' | 'warn'> {
  readonly flags: { readonly quiet: boolean };
}

/** Writes warnings to stderr, and notes that a person wants to read; each once, however many changes have it. */
export function reportNotes(
  outcomes: readonly Outcome[],
  { flags, streams, note, warn }: Reporting,
  directory: Directory,
  { together }: Pick<CarryOutOptions, 'together'> = {},
): void {
  const nameOf = ({ plan: { target, fields } }: Outcome): string =>
    together === undefined
      ? target.label
      : `${target.label} (${listed(movedFields(fields).map(({ field }) => field))})`;
  const failed = outcomes.filter(({ error }) => error !== undefined);
  for (const outcome of failed) {
    if (outcome.isNotStarted !== true) warn(`${nameOf(outcome)}: ${outcome.error?.message ?? ''}`);
  }
  const [first, ...others] = failed.filter(({ isNotStarted }) => isNotStarted);
  if (first !== undefined) {
    const more = others.length === 0 ? '' : ` and ${others.length} more`;
    const names = together === undefined ? `${nameOf(first)}${more}` : [first, ...others].map(nameOf).join('; ');
    warn(`${names}: ${first.error?.message ?? ''}`);
  }
  for (const warning of new Set(outcomes.flatMap(({ warnings }) => warnings))) warn(warning);
  const changed = outcomes.filter((outcome) => outcome.changed);
  for (const text of new Set(changed.flatMap(({ plan }) => plan.notes ?? []))) note(text);
  // For a person at a terminal; a script has the record ID in the JSON.
  const undo = flags.quiet || !streams.errIsTTY ? undefined : undoHint(changed, directory);
  if (undo !== undefined) note(undo);
}

/** How to undo what was changed. */
function undoHint(changed: readonly Outcome[], directory: Directory): string | undefined {
  const [first, ...others] = changed.filter(({ plan }) => undoability(plan).fields.length > 0);
  if (first?.recordId === undefined) return undefined;
  if (others.length === 0) return undoNote({ ...first.plan, id: first.recordId }, directory);
  return `Each change can be undone by its record ID: ${commandLine(directory, 'history list')}`;
}
