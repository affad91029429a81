import { Args, Flags } from '@oclif/core';

import { outputOptions } from '../../lib/admin-command.js';
import { ChangeCommand } from '../../lib/change-command.js';
import type { Directory } from '../../lib/directory.js';
import { AdminError } from '../../lib/errors.js';
import { type ChangeFlags, type OutputFlags, tenantFlag } from '../../lib/flags.js';
import { counted } from '../../lib/text/counted.js';
import { planRows } from '../../lib/undo/plan-rows.js';
import { undoChange } from '../../lib/undo/undo-change.js';
import { undoRun } from '../../lib/undo/undo-run.js';

export default class HistoryUndo extends ChangeCommand {
  static override summary =
    'Undo a change, or all of a batch: what it moved goes back to what it was before.';
  static override description =
    'It is a change like any other: shown, asked for where it is disruptive, proven and recorded. It refuses where the ' +
    'target has moved since, and shows the three values: before, then, now. Passwords, deletions, sign-outs and ' +
    'invitations cannot be undone. With --run it undoes each change of the batch that can be, the newest first; those ' +
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
    if (run !== undefined) return this.undoRun(await this.open(flags), run, flags);
    if (id === undefined) {
      throw new AdminError('MISSING_INPUT', 'missing argument ID', {
        hint: 'Name the record, or a batch: --run RUN_ID. Find it: sf-admin history list',
      });
    }
    const directory = await this.open(flags);
    await this.change(directory, await undoChange(directory, { id, force }), flags);
  }

  private async undoRun(
    directory: Directory,
    run: string,
    flags: OutputFlags & ChangeFlags & { force: boolean },
  ): Promise<void> {
    const undo = await undoRun(directory, { run, force: flags.force });
    const { changes, refused } = await planRows(undo.rows);
    const but = refused.length === 0 ? '' : `, but for ${refused.length} that cannot be`;
    if (!outputOptions(flags).quiet) {
      this.note(`Undoing ${counted(undo.rows.length, 'row')} of run ${undo.run}${but}.`);
    }
    for (const sentence of undo.leftOut) this.caution(sentence);
    await this.changeAll(directory, changes, flags, refused);
  }
}
