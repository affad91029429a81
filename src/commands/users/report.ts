import { userArg } from '../../lib/cli/args.js';
import { AdminCommand } from '../../lib/cli/command.js';
import { tenantFlag } from '../../lib/cli/flags/connection.js';
import { reportFlags } from '../../lib/cli/flags/report.js';
import { writeReport } from '../../lib/cli/reports/write-report.js';
import { readUserReport } from '../../lib/reports/user/read-user-report.js';
import { userDocument } from '../../lib/reports/user/user-document.js';

export default class UsersReport extends AdminCommand {
  static override summary = 'Report on a user, to paste into a ticket: account, diagnosis, sessions, events, changes.';
  static override description =
    'The same as users show, diagnose, sessions and events, and the changes of the user in the history. Changes ' +
    'nothing. What could not be read is listed.';
  static override examples = [
    '<%= config.bin %> <%= command.id %> ana@example.com',
    '<%= config.bin %> <%= command.id %> ana@example.com --to ana.html',
  ];
  static override args = userArg;
  static override flags = { ...reportFlags, ...tenantFlag };

  async run(): Promise<void> {
    const { args, cli } = await this.start(UsersReport);
    await writeReport(cli, async () => {
      const report = await readUserReport(await cli.open(), args, new Date());
      for (const { part, reason } of report.unread) cli.warn(`not read: ${part}: ${reason}`);
      for (const gap of report.diagnosis.unread) cli.warn(gap);
      return { json: () => report, document: () => userDocument(report) };
    });
  }
}
