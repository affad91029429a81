import { AdminCommand } from '../../lib/admin-command.js';
import { checkPool } from '../../lib/checks/check-pool.js';
import { findingList } from '../../lib/checks/finding-view.js';
import { EXIT } from '../../lib/errors.js';
import { columnsFlag, connectionFlags } from '../../lib/flags.js';

export default class PoolCheck extends AdminCommand {
  static override summary = "Check the user pool and its app clients against StackFlow's rules.";
  static override description = 'It reads and changes nothing. It exits with 9 where it found something.';
  static override flags = { ...connectionFlags, ...columnsFlag };

  async run(): Promise<void> {
    const { flags } = await this.parse(PoolCheck);
    const directory = await this.open(flags);
    const { findings, clients } = await checkPool(directory);
    if (findings.length > 0) process.exitCode = EXIT.finding;
    const isText = flags.output === 'table' && !flags.json;
    if (findings.length > 0 || !isText) await this.showList(findings, findingList, flags);
    if (flags.quiet) return;
    this.note(
      `Checked user pool ${directory.endpoint.poolId} and ${clients} app clients: ${findings.length} findings.`,
    );
    for (const mend of isText ? new Set(findings.map((finding) => finding.mend)) : []) this.note(mend);
  }
}
