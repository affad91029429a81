import { AdminCommand } from '../../lib/cli/command.js';
import { migrateAndReport, migrateFlags } from '../../lib/cli/history/migrate-and-report.js';

export default class HistoryMigrate extends AdminCommand {
  static override summary = 'Take the history file of this machine over into the table of the team.';
  static override description =
    'The lines are copied as they are, so that their hashes stay valid, and both are verified. The file is kept; what ' +
    'is in the table is read there. After an interruption, run the same command again: it continues. A table that ' +
    'already has changes of the user pool by others is refused.';
  static override examples = [
    '<%= config.bin %> <%= command.id %> --context stackflow --dry-run',
    '<%= config.bin %> <%= command.id %> --context stackflow',
  ];
  static override flags = migrateFlags;

  async run(): Promise<void> {
    const { cli } = await this.start(HistoryMigrate);
    await migrateAndReport(cli);
  }
}
