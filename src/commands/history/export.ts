import { AdminCommand } from '../../lib/cli/command.js';
import { exportHistory, exportHistoryFlags } from '../../lib/cli/history/export-and-report.js';

export default class HistoryExport extends AdminCommand {
  static override summary = 'Export the changes for another system, such as a SIEM: each once, with its outcome.';
  static override description =
    'Oldest first. An export ends before a change that may still be in progress; --head-file or --after continues after ' +
    'what was exported last. With --cloudtrail, compares the history with the log of AWS by the IDs of the requests: what ' +
    'was changed past sf-admin, and records that AWS does not have.';
  static override examples = [
    '<%= config.bin %> <%= command.id %> --since 7d -o csv',
    '<%= config.bin %> <%= command.id %> -o ocsf --head-file exported.head >> changes.ndjson',
    '<%= config.bin %> <%= command.id %> --cloudtrail trail.json.gz -o csv',
  ];
  static override flags = exportHistoryFlags;

  async run(): Promise<void> {
    const { cli } = await this.start(HistoryExport);
    await exportHistory(cli, this.config.version);
  }
}
