import { Flags } from '@oclif/core';

import { AdminCommand } from '../../lib/cli/command.js';
import { reportedTenantFlag, reportFlags } from '../../lib/cli/flags/report.js';
import { reportHistory } from '../../lib/cli/reports/report-history.js';

export default class HistoryReport extends AdminCommand {
  static override summary = 'Report on the changes made to the user pool: what, by whom, why, with totals.';
  static override description =
    'Lists every change since a time, newest first, and says whether the history is intact, as history verify does. ' +
    'Changes nothing.';
  static override examples = [
    '<%= config.bin %> <%= command.id %> --since 30d --to changes.html',
    '<%= config.bin %> <%= command.id %> --since 2026-11-01 -o md',
  ];
  static override flags = {
    ...reportFlags,
    ...reportedTenantFlag,
    since: Flags.string({
      summary: 'Only changes since: 2h, 30d, 2026-11-20T03:00Z.',
      helpValue: 'TIME',
      default: '30d',
    }),
  };

  async run(): Promise<void> {
    const { cli } = await this.start(HistoryReport);
    await reportHistory(cli);
  }
}
