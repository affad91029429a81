import { jobArg } from '../../../lib/cli/args.js';
import { carryOutAndReport } from '../../../lib/cli/carry-out-and-report.js';
import { AdminCommand } from '../../../lib/cli/command.js';
import { changeFlags } from '../../../lib/cli/flags/change.js';
import { stopImport } from '../../../lib/imports/jobs/stop-import.js';

export default class UsersImportStop extends AdminCommand {
  static override summary = 'Stop an import job; users that it has imported are kept.';
  static override examples = ['<%= config.bin %> <%= command.id %> import-qQ0DCt2fRh --yes'];
  static override args = jobArg;
  static override flags = changeFlags;

  async run(): Promise<void> {
    const { args, cli } = await this.start(UsersImportStop);
    const directory = await cli.openForChange();
    await carryOutAndReport(cli, directory, await stopImport(directory, args.job));
  }
}
