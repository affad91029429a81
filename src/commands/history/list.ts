import { Flags } from '@oclif/core';

import { AdminCommand } from '../../lib/cli/command.js';
import { connectionFlags } from '../../lib/cli/flags/connection.js';
import { listFlags } from '../../lib/cli/flags/output.js';
import { limitFlag } from '../../lib/cli/flags/user-filter.js';
import { rowsToRead, showList } from '../../lib/cli/show.js';
import { commandLine } from '../../lib/directory.js';
import { listRecords } from '../../lib/history/list-records.js';
import { recordList } from '../../lib/history/record-view.js';
import { counted } from '../../lib/text/counted.js';

export default class HistoryList extends AdminCommand {
  static override summary = 'List the changes made to the user pool, newest first.';
  static override examples = [
    '<%= config.bin %> <%= command.id %> --since 2h',
    '<%= config.bin %> <%= command.id %> --user ana@example.com --operation users.disable',
  ];
  static override flags = {
    ...connectionFlags,
    ...listFlags,
    ...limitFlag,
    since: Flags.string({ summary: 'Only changes since: 30m, 2h, 3d, 2026-11-20T03:00Z.', helpValue: 'TIME' }),
    user: Flags.string({ summary: 'Only this user, by email, sub or user name.', helpValue: 'USER' }),
    operation: Flags.string({ summary: 'Only this operation, such as users.disable.', helpValue: 'OP' }),
    run: Flags.string({
      summary: 'Only changes of this run: its ID, or at least six characters of its start or end.',
      helpValue: 'RUN_ID',
    }),
    failed: Flags.boolean({ summary: 'Only changes that failed, even in part, or whose outcome is unknown.' }),
  };

  async run(): Promise<void> {
    const { flags, cli } = await this.start(HistoryList);
    const directory = await cli.open();
    const { since, user, operation, run, failed } = flags;
    const filter = { since, user, operation, run, failed, limit: rowsToRead(flags) };
    const found = listRecords(directory, filter, { now: new Date(), warn: cli.warn });
    await showList(found.records, recordList, cli, () => `${counted(found.read(), 'change')} read`);
    if (found.unreadable() > 0) {
      const lines = counted(found.unreadable(), 'line');
      cli.warn(`${lines} could not be read. See: ${commandLine(directory, 'history verify')}`);
    }
  }
}
