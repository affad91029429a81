import { AdminCommand } from '../../lib/cli/command.js';
import { baselineFlag, checkFlags } from '../../lib/cli/flags/check.js';
import { connectionFlags } from '../../lib/cli/flags/connection.js';
import { reportFindings } from '../../lib/cli/checks/report-findings.js';
import { countsText } from '../../lib/checks/report/report.js';
import { counted } from '../../lib/text/counted.js';

export default class PoolCheck extends AdminCommand {
  static override summary = 'Check the user pool and its app clients against baselines.';
  static override description =
    'A baseline is stackflow, hardened, or a file: a baseline of your own, or any file that pool diff reads. Changes ' +
    'nothing. The exit status is 9 if there are findings of --severity or higher that the context does not accept.';
  static override examples = [
    '<%= config.bin %> <%= command.id %>',
    '<%= config.bin %> <%= command.id %> --baseline stackflow --baseline hardened --severity high',
    '<%= config.bin %> <%= command.id %> --context stackflow -o sarif',
  ];
  static override flags = {
    ...baselineFlag,
    ...checkFlags,
    ...connectionFlags,
  };

  async run(): Promise<void> {
    const { flags, cli } = await this.start(PoolCheck);
    const [{ loadBaselines }, { checkPool, poolCheckRules }] = await Promise.all([
      import('../../lib/checks/baselines/load-baselines.js'),
      import('../../lib/checks/pools/check-pool.js'),
    ]);
    const source = { root: this.config.root, stdin: process.stdin, warn: cli.warn };
    const baselines = await loadBaselines(flags.baseline, source);
    let checked = '';
    const counts = await reportFindings(cli, {
      name: 'pool check',
      rules: poolCheckRules(baselines),
      root: this.config.root,
      run: async (directory, rules) => {
        const found = await checkPool(directory, baselines, rules);
        checked = `user pool ${directory.endpoint.poolId} and ${counted(found.clients, 'app client')}`;
        return found;
      },
    });
    if (!flags.quiet) cli.note(`Checked ${checked}: ${countsText(counts)}.`);
  }
}
