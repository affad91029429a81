import { Args, Flags } from '@oclif/core';

import { outputOptions } from '../../lib/cli/admin-command.js';
import { countsText } from '../../lib/runs/run-view.js';
import { stopsRun } from '../../lib/runs/execute/stopping-errors.js';
import { ChangeCommand } from '../../lib/cli/change-command.js';
import type { Outcome } from '../../lib/changes/outcome.js';
import { AdminError } from '../../lib/errors.js';
import { type ChangeFlags, type ConnectionFlags, type OutputFlags, tenantFlag } from '../../lib/cli/flags.js';
import { progressText, RUN_PERIODS, startProgress } from '../../lib/output/progress.js';
import { counted } from '../../lib/text/counted.js';
import { planRows } from '../../lib/undo/plan-rows.js';
import { undoChange } from '../../lib/undo/undo-change.js';
import { undoRun } from '../../lib/undo/undo-run.js';

/** Rows under way at once. */
const WIDTH = 16;

type AllFlags = ConnectionFlags & OutputFlags & ChangeFlags & { force: boolean };

export default class HistoryUndo extends ChangeCommand {
  static override summary =
    'Undo a change, or all of a batch: what it moved goes back to what it was before.';
  static override description =
    'It is a change like any other: shown, asked for where it is disruptive, proven and recorded. It refuses where the ' +
    'target has moved since, and shows the three values: before, then, now. Passwords, deletions, sign-outs and ' +
    'invitations cannot be undone. With --run it undoes each change of the batch that can be, several at once; those ' +
    'whose target has moved since are refused and named, and it exits with 8.';
  static override args = {
    id: Args.string({
      ignoreStdin: true,
      description: "The record's ID, or six characters or more of either end.",
    }),
  };
  static override flags = {
    ...tenantFlag,
    run: Flags.string({
      summary: 'Undo the changes of this batch: its ID, or six characters or more of either end.',
      helpValue: 'RUN_ID',
    }),
    force: Flags.boolean({ summary: 'Put back what stood before although the target has moved since.' }),
  };

  async run(): Promise<void> {
    const { args, flags } = await this.parse(HistoryUndo);
    const { id } = args;
    const { run, force } = flags;
    if (run !== undefined && id !== undefined) {
      throw new AdminError('USAGE', 'a record is named as an argument, and a batch by --run', {
        hint: 'Leave one of the two out.',
      });
    }
    if (run !== undefined) return this.undoRun(run, flags);
    if (id === undefined) {
      throw new AdminError('MISSING_INPUT', 'missing argument ID', {
        hint: 'Name the record, or a batch: --run RUN_ID. Find it: sf-admin history list',
      });
    }
    const directory = await this.open(flags);
    await this.change(directory, await undoChange(directory, { id, force }), flags);
  }

  private async undoRun(run: string, flags: AllFlags): Promise<void> {
    const { stop, interrupt } = this.interruptSignals();
    const directory = await this.open(flags, { pace: { maxConcurrency: WIDTH }, interrupt });
    const undo = await undoRun(directory, { run, force: flags.force });
    const planning = this.progressOf('planning', undo.rows.length, flags);
    const planned = planRows(undo.rows, { width: WIDTH, stop, planned: planning.ended });
    const { changes, refused } = await planned.finally(planning.stop);
    const but = refused.length === 0 ? '' : `, but for ${refused.length} that cannot be`;
    if (!outputOptions(flags).quiet) {
      this.note(`Undoing ${counted(undo.rows.length, 'row')} of run ${undo.run}${but}.`);
    }
    for (const sentence of undo.leftOut) this.caution(sentence);
    const undoing = this.progressOf('history undo', changes.length, flags);
    const how = { width: WIDTH, stop, endsAll: stopsRun, ended: undoing.ended };
    await this.changeAll(directory, changes, flags, { refused, sentence, how }).finally(undoing.stop);
    if (stop.aborted && !flags['dry-run']) this.note('To undo the rest: the same command again.');
  }

  /** Says how far it is from the first row that ended on: before that somebody may be asked. */
  private progressOf(label: string, total: number, flags: OutputFlags) {
    let begun = 0;
    const counts = { label, done: 0, total, failed: 0 };
    const text = (): string =>
      progressText({ ...counts, elapsed: performance.now() - begun }, { bar: this.streams.errIsTTY });
    let stop: (() => void) | undefined;
    return {
      ended: (outcome?: Outcome): void => {
        counts.done += 1;
        if (outcome?.error !== undefined) counts.failed += 1;
        begun ||= performance.now();
        if (!outputOptions(flags).quiet) stop ??= startProgress(text, this.streams, RUN_PERIODS);
        if (counts.done === total) stop?.();
      },
      stop: () => stop?.(),
    };
  }
}

function sentence(outcomes: readonly Outcome[]): string {
  const changed = outcomes.filter((outcome) => outcome.changed).length;
  const notBegun = outcomes.filter(({ isNotStarted: isNotBegun }) => isNotBegun).length;
  const failed = outcomes.filter(({ error }) => error !== undefined).length - notBegun;
  const unchanged = outcomes.filter((outcome) => !outcome.changed && outcome.error === undefined).length;
  const counts = { completedBefore: 0, changed, unchanged, failed, total: outcomes.length };
  return countsText('history.undo', counts);
}
