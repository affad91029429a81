import { Flags } from '@oclif/core';

import { AdminCommand } from '../../lib/cli/admin-command.js';
import { commandLine } from '../../lib/directory.js';
import { columnsFlag, connectionFlags } from '../../lib/cli/flags.js';
import { listRecords } from '../../lib/history/list-records.js';
import { recordList } from '../../lib/history/record-view.js';
import { counted } from '../../lib/text/counted.js';

export default class HistoryList extends AdminCommand {
  static override summary = 'List the changes that were made in this context, the newest first.';
  static override examples = [
    '<%= config.bin %> <%= command.id %> --since 2h',
    '<%= config.bin %> <%= command.id %> --user ana@example.com --operation users.disable',
  ];
  static override flags = {
    ...connectionFlags,
    ...columnsFlag,
    since: Flags.string({
      summary: 'Changes since then: 30m, 2h, 3d, or 2026-11-20T03:00Z.',
      helpValue: 'TIME',
    }),
    user: Flags.string({
      summary: 'Changes of this user: an email, a sub or a user name.',
      helpValue: 'USER',
    }),
    operation: Flags.string({ summary: 'Changes of this kind, such as users.disable.', helpValue: 'OP' }),
    run: Flags.string({
      summary: 'Changes of this batch: its ID, or six characters or more of either end.',
      helpValue: 'RUN_ID',
    }),
    failed: Flags.boolean({ summary: 'Changes that failed, in part too, or whose end is not known.' }),
    limit: Flags.integer({ summary: 'Stop after so many.', min: 1, helpValue: 'N' }),
  };

  async run(): Promise<void> {
    const { flags } = await this.parse(HistoryList);
    const directory = await this.open(flags);
    const { since, user, operation, run, failed, limit } = flags;
    const found = await listRecords(directory, { since, user, operation, run, failed, limit }, new Date());
    await this.showList(found.records, recordList, flags);
    if (found.unreadable > 0) {
      this.caution(
        `${counted(found.unreadable, 'line')} could not be read. See: ${commandLine(directory, 'history verify')}`,
      );
    }
  }
}
