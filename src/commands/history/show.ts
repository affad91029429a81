import { recordArg } from '../../lib/cli/args.js';
import { AdminCommand } from '../../lib/cli/command.js';
import { connectionFlags } from '../../lib/cli/flags/connection.js';
import { showCard } from '../../lib/cli/show.js';
import { findRecord } from '../../lib/history/find-by-id.js';
import { historyStoresToShow } from '../../lib/history/history-stores.js';
import { recordCard } from '../../lib/history/record-view.js';
import { distrust, checkSince } from '../../lib/history/trust.js';
import { startProgress } from '../../lib/output/progress.js';
import { undoNote } from '../../lib/undo/undoability.js';

export default class HistoryShow extends AdminCommand {
  static override summary = 'Show one change: its fields, who made it and its outcome.';
  static override examples = [
    '<%= config.bin %> <%= command.id %> 01M7YF3M2ZBSRVG354N1927E3A',
    '<%= config.bin %> <%= command.id %> 1927E3A -o json',
  ];
  static override args = recordArg;
  static override flags = connectionFlags;

  async run(): Promise<void> {
    const { args, flags, cli } = await this.start(HistoryShow);
    const directory = await cli.open();
    const stores = await historyStoresToShow(directory, cli.warn);
    // A record far from the end of a long history takes a while to find, and to verify up to the head.
    const begin = (text: string) => (flags.quiet ? () => undefined : startProgress(() => text, cli.streams));
    const found = await findRecord(stores, args.id).finally(begin(`Looking for record ${args.id}`));
    const { record } = found;
    await showCard(record, recordCard, cli);
    const trust = await checkSince(stores, found).finally(begin('Verifying the history from this record on'));
    const fault = distrust(trust, record.id);
    if (fault !== undefined) cli.warn(`this record cannot be trusted: ${fault}`);
    if (!flags.quiet) cli.note(undoNote(record, directory));
  }
}
