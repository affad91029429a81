import { AdminCommand, outputOptions } from '../../lib/cli/admin-command.js';
import { EXIT } from '../../lib/errors.js';
import { connectionFlags } from '../../lib/cli/flags.js';
import { historyFile } from '../../lib/history/history.js';
import { verificationCard } from '../../lib/history/record-view.js';
import { verifyHistory } from '../../lib/history/file/verify-history.js';
import { counted } from '../../lib/text/counted.js';

export default class HistoryVerify extends AdminCommand {
  static override summary =
    "Check that this context's history is as it was written: nothing altered, nothing missing.";
  static override description = 'It exits with 9 where it found something.';
  static override flags = connectionFlags;

  async run(): Promise<void> {
    const { flags } = await this.parse(HistoryVerify);
    const { dataFolder, context, endpoint } = await this.open(flags);
    const checked = await verifyHistory(historyFile(dataFolder, context.name, endpoint.poolId));
    if (checked.faults.length > 0) process.exitCode = EXIT.finding;
    await this.showCard(checked, verificationCard, flags);
    if (outputOptions(flags).quiet) return;
    const unknown = checked.unknown === 0 ? '' : `, ${checked.unknown} of them without an end`;
    const torn = checked.isTorn ? ' The last line is half-written, as a killed process leaves it.' : '';
    this.note(
      `Checked ${counted(checked.records, 'record')}${unknown}: ${counted(checked.faults.length, 'fault')}.${torn}`,
    );
  }
}
