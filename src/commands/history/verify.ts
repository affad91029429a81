import { AdminCommand } from '../../lib/cli/command.js';
import { connectionFlags } from '../../lib/cli/flags/connection.js';
import { showCard } from '../../lib/cli/show.js';
import { EXIT } from '../../lib/errors.js';
import { verifyHistory } from '../../lib/history/file/verify-history.js';
import { historyFile } from '../../lib/history/history.js';
import { verificationCard } from '../../lib/history/record-view.js';
import { counted } from '../../lib/text/counted.js';

export default class HistoryVerify extends AdminCommand {
  static override summary = 'Check that no record of this context has been altered or removed.';
  static override description = 'The exit status is 9 if there are findings.';
  static override examples = [
    '<%= config.bin %> <%= command.id %>',
    '<%= config.bin %> <%= command.id %> --context stackflow -q',
  ];
  static override flags = connectionFlags;

  async run(): Promise<void> {
    const { flags, cli } = await this.start(HistoryVerify);
    const { dataFolder, context, endpoint } = await cli.open();
    const checked = await verifyHistory(historyFile(dataFolder, context.name, endpoint.poolId));
    if (checked.faults.length > 0) cli.exitWith(EXIT.finding);
    await showCard(checked, verificationCard, cli);
    if (flags.quiet) return;
    const unknown = checked.unknown === 0 ? '' : `, ${checked.unknown} of them without an outcome`;
    const torn = checked.isTorn ? ' The last line is incomplete: a process was killed while writing it.' : '';
    const counts = `${counted(checked.records, 'record')}${unknown}: ${counted(checked.faults.length, 'fault')}`;
    cli.note(`Checked ${counts}.${torn}`);
  }
}
