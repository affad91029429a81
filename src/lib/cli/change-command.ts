import { AdminCommand, outputOptions } from './admin-command.js';
import { carryOut, type CarryOutOptions } from '../changes/carry-out.js';
import type { Change } from '../changes/change.js';
import { outcomeCard, outcomeList, outcomeText } from '../changes/change-view.js';
import type { Outcome } from '../changes/outcome.js';
import { commandLine, type Directory } from '../directory.js';
import { AdminError, EXIT } from '../errors.js';
import { type ChangeFlags, changeFlags, connectionFlags, type OutputFlags } from './flags.js';
import { interruptSignals } from './interrupt.js';
import { noteBelow, writeText } from '../output/notes.js';
import { undoNote } from '../undo/undo-note.js';
import { undoability } from '../undo/undoability.js';

type How = Pick<CarryOutOptions, 'concurrency' | 'stop' | 'onOutcome' | 'stopsAll'>;

interface ManyOptions {
  readonly refused?: readonly Outcome[];
  readonly sentence?: (outcomes: readonly Outcome[]) => string;
  readonly how?: How;
}

/** What every command that changes something shares: how a change is agreed to, carried out and told of. */
export abstract class ChangeCommand extends AdminCommand {
  static override baseFlags = { ...AdminCommand.baseFlags, ...connectionFlags, ...changeFlags };

  protected override leftHint: string | undefined = 'Nothing was changed.';

  /** Carries one change out and tells what became of it: one thing, in every format. */
  protected async change(
    directory: Directory,
    change: Change,
    flags: OutputFlags & ChangeFlags,
  ): Promise<void> {
    for (const { error, ...outcome } of await this.carryOut(directory, [change], flags)) {
      if (error !== undefined && isToldByError(outcome)) throw error;
      await this.showing(outcome, () => this.tellOne(outcome, error, { directory, flags }));
    }
  }

  private async tellOne(
    outcome: Omit<Outcome, 'error'>,
    error: AdminError | undefined,
    { directory, flags }: { directory: Directory; flags: OutputFlags },
  ): Promise<void> {
    const { format, quiet } = outputOptions(flags);
    if (format === 'table' && !quiet) {
      await this.tell([outcome], directory);
      if (error !== undefined) throw error;
      return;
    }
    const told = error === undefined ? outcome : { ...outcome, error };
    if (error !== undefined) process.exitCode = error.exitCode;
    // One record has the columns that several have, so that a script reads both alike.
    if (format === 'csv') await this.showList([told], outcomeList, flags);
    else await this.showCard(told, outcomeCard, flags);
    this.remark([told], { quiet, directory });
  }

  /** A password that was set and that nobody was shown is lost: that must not pass for a quiet end. */
  private async showing(
    { password, plan }: Omit<Outcome, 'error'>,
    show: () => Promise<void>,
  ): Promise<void> {
    try {
      await show();
    } catch (error) {
      if (password === undefined || error instanceof AdminError) throw error;
      throw new AdminError(
        'PARTIAL',
        `the password of ${plan.target.label} was set, and could not be shown`,
        {
          cause: error,
          hint: `Nobody knows it. Set another: sf-admin users reset-password ${plan.target.label}`,
        },
      );
    }
  }

  /**
   * Carries several changes out and tells what became of each: a list, in every format.
   *
   * @param options.refused what could not be planned, told of after the others
   * @param options.sentence says in the place of the list what became of all, for there being many
   * @param options.how at what width, and when to begin no more
   */
  protected async changeAll(
    directory: Directory,
    changes: readonly Change[],
    flags: OutputFlags & ChangeFlags,
    { refused = [], sentence, how = {} }: ManyOptions = {},
  ): Promise<void> {
    const carriedOut = await this.carryOut(directory, changes, flags, how).catch((error: unknown) => {
      this.remark(refused, { quiet: true, directory });
      throw error;
    });
    const outcomes = [...carriedOut, ...refused];
    const { format, quiet } = outputOptions(flags);
    const errors = outcomes.flatMap(({ error }) => error ?? []);
    if (errors.length > 0) {
      process.exitCode = errors.some(({ code }) => code === 'CANCELLED') ? EXIT.cancelled : EXIT.partial;
    }
    if (format === 'table' && !quiet) {
      if (sentence === undefined || flags['dry-run']) return this.tell(outcomes, directory);
      await writeText(this.streams, sentence(outcomes));
      this.remark(outcomes, { quiet, directory });
      return;
    }
    const shown = quiet ? outcomes.filter(({ error }) => error === undefined) : outcomes;
    await this.showList(shown, outcomeList, flags);
    this.remark(outcomes, { quiet, directory });
  }

  private carryOut(
    directory: Directory,
    changes: readonly Change[],
    flags: ChangeFlags,
    how: How = {},
  ): Promise<Outcome[]> {
    if (flags['dry-run']) this.note('Dry run: nothing is written.');
    const watched = changes.map((change) => this.watched(change));
    return carryOut(directory, watched, {
      ...how,
      dryRun: flags['dry-run'],
      yes: flags.yes,
      reason: flags.reason,
      prompter: this.prompter(flags['no-input']),
      show: (text) => {
        this.note(text);
      },
    });
  }

  /** The change, that takes the hint back once it is begun to be written; so does what is planned anew from it. */
  private watched(change: Change): Change {
    return {
      ...change,
      replan: async () => this.watched(await change.replan()),
      apply: () => {
        this.leftHint = undefined;
        return change.apply();
      },
    };
  }

  /**
   * The signals of many changes: the first Ctrl-C lets what is under way finish, the second breaks it off.
   */
  protected interruptSignals(): { readonly stop: AbortSignal; readonly interrupt: AbortSignal } {
    const signals = interruptSignals();
    signals.stop.addEventListener('abort', () => {
      noteBelow(this.streams, 'Ending: what is under way is finished first. Ctrl-C once more breaks it off.');
    });
    return signals;
  }

  private async tell(outcomes: readonly Outcome[], directory: Directory): Promise<void> {
    for (const outcome of outcomes) {
      if (outcome.error === undefined || !isToldByError(outcome)) {
        await writeText(this.streams, outcomeText(outcome));
      }
    }
    this.remark(outcomes, { quiet: false, directory });
  }

  /** What to know beside the result, with -q too; each thing once however many changes it holds for. */
  private remark(
    outcomes: readonly Outcome[],
    { quiet, directory }: { quiet: boolean; directory: Directory },
  ): void {
    for (const { plan, error, isNotStarted: isNotBegun } of outcomes) {
      if (error !== undefined && isNotBegun !== true) {
        this.caution(`${plan.target.label}: ${error.message}`);
      }
    }
    const notBegun = outcomes.filter(({ isNotStarted: isNotBegun }) => isNotBegun);
    const [first] = notBegun;
    if (first?.error !== undefined) {
      const others = notBegun.length === 1 ? '' : ` and ${notBegun.length - 1} more`;
      this.caution(`${first.plan.target.label}${others}: ${first.error.message}`);
    }
    for (const warning of new Set(outcomes.flatMap(({ warnings }) => warnings))) this.caution(warning);
    const done = outcomes.filter(({ changed }) => changed);
    const notes = new Set(done.flatMap(({ plan }) => plan.notes ?? []));
    for (const text of notes) this.note(text);
    // For a person at a terminal; a script has the record's ID in its JSON.
    if (!quiet && this.streams.errIsTTY) for (const text of undoNotes(done, directory)) this.note(text);
  }
}

/** An error says it all, unless there is a password or a step done that nothing else would ever show. */
function isToldByError({ password, steps }: Omit<Outcome, 'error'>): boolean {
  return password === undefined && steps === undefined;
}

/** How to take back what was done; several changes are found by the list. */
function undoNotes(done: readonly Outcome[], directory: Directory): string[] {
  const undoable = done.filter(({ plan }) => undoability(plan).fields.length > 0);
  const [only, ...others] = undoable;
  if (only?.recordId === undefined) return [];
  if (others.length === 0) return [undoNote({ ...only.plan, id: only.recordId }, directory)];
  return [`Each can be undone by the ID of its record: ${commandLine(directory, 'history list')}`];
}
