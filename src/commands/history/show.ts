import { Args } from '@oclif/core';

import { AdminCommand, outputOptions } from '../../lib/cli/admin-command.js';
import { connectionFlags } from '../../lib/cli/flags.js';
import { faultOf } from '../../lib/history/file/assert-intact.js';
import { historyFile } from '../../lib/history/history.js';
import { findRecord } from '../../lib/history/find-by-id.js';
import { recordCard } from '../../lib/history/record-view.js';
import { undoNote } from '../../lib/undo/undo-note.js';

export default class HistoryShow extends AdminCommand {
  static override summary = 'Show one change: what moved, who made it, how it ended.';
  static override args = {
    id: Args.string({
      ignoreStdin: true,
      description: "The record's ID, or six characters or more of either end.",
      required: true,
    }),
  };
  static override flags = connectionFlags;

  async run(): Promise<void> {
    const { args, flags } = await this.parse(HistoryShow);
    const directory = await this.open(flags);
    const { dataFolder, context, endpoint } = directory;
    const file = historyFile(dataFolder, context.name, endpoint.poolId);
    const record = await findRecord(file, args.id);
    await this.showCard(record, recordCard, flags);
    const fault = await faultOf(file, record.id);
    if (fault !== undefined) this.caution(`this record cannot be trusted: ${fault}`);
    if (!outputOptions(flags).quiet) this.note(undoNote(record, directory));
  }
}
