import { Flags } from '@oclif/core';

import { AdminCommand } from '../../lib/cli/command.js';
import { checkFlags } from '../../lib/cli/flags/check.js';
import { connectionFlags } from '../../lib/cli/flags/connection.js';
import { reportFindings } from '../../lib/cli/checks/report-findings.js';
import { countsText } from '../../lib/checks/report/report.js';
import { counted } from '../../lib/text/counted.js';

export default class ClientCheck extends AdminCommand {
  static override summary = "Check the app client against StackFlow's rules.";
  static override description =
    'Changes nothing. The exit status is 9 if there are findings of --severity or higher that the context does not accept.';
  static override examples = [
    '<%= config.bin %> <%= command.id %>',
    '<%= config.bin %> <%= command.id %> --all --only CUSTOM_ATTRIBUTE_WRITABLE -o json',
  ];
  static override flags = {
    all: Flags.boolean({ summary: 'Check every app client of the user pool.' }),
    ...checkFlags,
    ...connectionFlags,
  };

  async run(): Promise<void> {
    const { flags, cli } = await this.start(ClientCheck);
    const [{ shippedExpectations }, { checkClients, clientCheckRules }] = await Promise.all([
      import('../../lib/checks/baselines/load-baselines.js'),
      import('../../lib/checks/clients/check-clients.js'),
    ]);
    const expectations = shippedExpectations('stackflow', this.config.root);
    let checked = 0;
    const counts = await reportFindings(cli, {
      name: 'client check',
      rules: clientCheckRules(expectations),
      run: async (directory, rules) => {
        const { findings, clients } = await checkClients(directory, { all: flags.all, expectations, rules });
        checked = clients;
        return findings;
      },
    });
    if (!flags.quiet) cli.note(`Checked ${counted(checked, 'app client')}: ${countsText(counts)}.`);
  }
}
