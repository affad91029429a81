import { recordArg } from '../../lib/cli/args.js';
import { AdminCommand } from '../../lib/cli/command.js';
import { connectionFlags } from '../../lib/cli/flags/connection.js';
import { showCard } from '../../lib/cli/show.js';
import { faultOf } from '../../lib/history/file/assert-intact.js';
import { historyFile } from '../../lib/history/history.js';
import { findRecord } from '../../lib/history/find-by-id.js';
import { recordCard } from '../../lib/history/record-view.js';
import { undoNote } from '../../lib/undo/undoability.js';

export default class HistoryShow extends AdminCommand {
  static override summary = 'Show one change: its fields, who made it and its outcome.';
  static override examples = [
    '<%= config.bin %> <%= command.id %> 01M7YF3M2ZBSRVG354N1927E3A',
    '<%= config.bin %> <%= command.id %> E3A927 -o json',
  ];
  static override args = recordArg;
  static override flags = connectionFlags;

  async run(): Promise<void> {
    const { args, flags, cli } = await this.start(HistoryShow);
    const directory = await cli.open();
    const { dataFolder, context, endpoint } = directory;
    const file = historyFile(dataFolder, context.name, endpoint.poolId);
    const record = await findRecord(file, args.id);
    await showCard(record, recordCard, cli);
    const fault = await faultOf(file, record.id);
    if (fault !== undefined) cli.warn(`this record cannot be trusted: ${fault}`);
    if (!flags.quiet) cli.note(undoNote(record, directory));
  }
}
