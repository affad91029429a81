import { Flags } from '@oclif/core';

import { AdminCommand } from '../../lib/cli/command.js';
import { connectionFlags } from '../../lib/cli/flags/connection.js';
import { showCard } from '../../lib/cli/show.js';
import { EXIT } from '../../lib/errors.js';
import { historyStores } from '../../lib/history/history-stores.js';
import { verificationCard } from '../../lib/history/record-view.js';
import { verifyAll } from '../../lib/history/verify-all.js';
import { counted } from '../../lib/text/counted.js';

export default class HistoryVerify extends AdminCommand {
  static override summary = 'Check that no record of the user pool has been altered or removed.';
  static override description = 'The exit status is 9 if there are findings.';
  static override examples = [
    '<%= config.bin %> <%= command.id %>',
    '<%= config.bin %> <%= command.id %> --context stackflow -q',
  ];
  static override flags = {
    ...connectionFlags,
    checkpoint: Flags.string({
      summary: 'Compare with this file too, which history checkpoint has written.',
      helpValue: 'FILE',
    }),
  };

  async run(): Promise<void> {
    const { flags, cli } = await this.start(HistoryVerify);
    const directory = await cli.open();
    const stores = historyStores(directory);
    let checked = await verifyAll(stores);
    let compared = '';
    if (flags.checkpoint !== undefined) {
      const { verifyAgainst } = await import('../../lib/cli/history/verify-against.js');
      const { faults, text } = await verifyAgainst(directory, stores, flags.checkpoint);
      checked = { ...checked, faults: [...checked.faults, ...faults] };
      compared = ` ${text}`;
    }
    if (checked.faults.length > 0) cli.exitWith(EXIT.finding);
    await showCard(checked, verificationCard, cli);
    if (flags.quiet) return;
    const unknown = checked.unknown === 0 ? '' : `, ${checked.unknown} of them without an outcome`;
    const torn = checked.isTorn ? ' The last line is incomplete: a process was killed while writing it.' : '';
    const counts = `${counted(checked.records, 'record')}${unknown}: ${counted(checked.faults.length, 'fault')}`;
    cli.note(`Checked ${counts}.${torn}${compared}`);
  }
}
