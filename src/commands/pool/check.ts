import { checkPool } from '../../lib/checks/check-pool.js';
import { findingList } from '../../lib/checks/finding.js';
import { AdminCommand } from '../../lib/cli/command.js';
import { connectionFlags } from '../../lib/cli/flags/connection.js';
import { listFlags } from '../../lib/cli/flags/output.js';
import { showList } from '../../lib/cli/show.js';
import { EXIT } from '../../lib/errors.js';
import { counted } from '../../lib/text/counted.js';

export default class PoolCheck extends AdminCommand {
  static override summary = "Check the user pool and its app clients against StackFlow's rules.";
  static override description = 'Changes nothing. The exit status is 9 if there are findings.';
  static override examples = [
    '<%= config.bin %> <%= command.id %>',
    '<%= config.bin %> <%= command.id %> --context stackflow -o json',
  ];
  static override flags = { ...connectionFlags, ...listFlags };

  async run(): Promise<void> {
    const { flags, cli } = await this.start(PoolCheck);
    const directory = await cli.open();
    const { findings, clients } = await checkPool(directory);
    if (findings.length > 0) cli.exitWith(EXIT.finding);
    await showList(findings, findingList, cli);
    if (flags.quiet) return;
    const checked = `user pool ${directory.endpoint.poolId} and ${counted(clients, 'app client')}`;
    cli.note(`Checked ${checked}: ${counted(findings.length, 'finding')}.`);
  }
}
