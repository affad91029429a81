import { Args, Flags } from '@oclif/core';

import { ChangeCommand } from '../../lib/change-command.js';
import { tenantFlag } from '../../lib/flags.js';
import { undoChange } from '../../lib/undo/undo-change.js';

export default class HistoryUndo extends ChangeCommand {
  static override summary = 'Undo a change: what it moved goes back to what it was before.';
  static override description =
    'It is a change like any other: shown, asked for where it is disruptive, proven and recorded. It refuses where the ' +
    'target has moved since, and shows the three values: before, then, now. Passwords, deletions, sign-outs and ' +
    'invitations cannot be undone.';
  static override args = {
    id: Args.string({
      ignoreStdin: true,
      description: "The record's ID, or six characters or more of either end.",
      required: true,
    }),
  };
  static override flags = {
    ...tenantFlag,
    force: Flags.boolean({ summary: 'Put back what stood before although the target has moved since.' }),
  };

  async run(): Promise<void> {
    const { args, flags } = await this.parse(HistoryUndo);
    const directory = await this.open(flags);
    const change = await undoChange(directory, { id: args.id, force: flags.force });
    await this.change(directory, change, flags);
  }
}
