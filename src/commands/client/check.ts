import { Flags } from '@oclif/core';

import { AdminCommand } from '../../lib/cli/command.js';
import { checkFlags } from '../../lib/cli/flags/check.js';
import { connectionFlags } from '../../lib/cli/flags/connection.js';
import { reportFindings } from '../../lib/cli/checks/report-findings.js';
import type { ClientsCheck } from '../../lib/checks/clients/check-clients.js';
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
    let found: ClientsCheck | undefined;
    const counts = await reportFindings(cli, {
      name: 'client check',
      rules: clientCheckRules(expectations),
      root: this.config.root,
      run: async (directory, rules) => (found = await checkClients(directory, { all: flags.all, expectations, rules })),
    });
    if (flags.quiet || found === undefined) return;
    const { clients, deleted } = found;
    const skipped = deleted === 0 ? '' : ` ${counted(deleted, 'deleted app client')} skipped.`;
    cli.note(`Checked ${counted(clients, 'app client')}: ${countsText(counts)}.${skipped}`);
  }
}
