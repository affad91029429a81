import { AdminCommand } from '../../lib/cli/admin-command.js';
import { checkPool } from '../../lib/checks/check-pool.js';
import { findingList } from '../../lib/checks/finding.js';
import { EXIT } from '../../lib/errors.js';
import { columnsFlag, connectionFlags } from '../../lib/cli/flags.js';
import { counted } from '../../lib/text/counted.js';

export default class PoolCheck extends AdminCommand {
  static override summary = "Check the user pool and its app clients against StackFlow's rules.";
  static override description = 'It reads and changes nothing. It exits with 9 where it found something.';
  static override flags = { ...connectionFlags, ...columnsFlag };

  async run(): Promise<void> {
    const { flags } = await this.parse(PoolCheck);
    const directory = await this.open(flags);
    const { findings, clients } = await checkPool(directory);
    if (findings.length > 0) process.exitCode = EXIT.finding;
    await this.showList(findings, findingList, flags);
    const checked = `user pool ${directory.endpoint.poolId} and ${counted(clients, 'app client')}`;
    if (!flags.quiet) this.note(`Checked ${checked}: ${counted(findings.length, 'finding')}.`);
  }
}
