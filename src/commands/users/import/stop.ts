import { jobArg } from '../../../lib/cli/args.js';
import { ChangeCommand } from '../../../lib/cli/change-command.js';
import { stopImport } from '../../../lib/imports/jobs/stop-import.js';

export default class UsersImportStop extends ChangeCommand {
  static override summary = 'Stop an import job; whom it has imported stays.';
  static override args = jobArg;

  async run(): Promise<void> {
    const { args, flags } = await this.parse(UsersImportStop);
    const directory = await this.open(flags);
    await this.change(directory, await stopImport(directory, args.job), flags);
  }
}
