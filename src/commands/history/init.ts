import { AdminCommand } from '../../lib/cli/command.js';
import { initFlags, initTable } from '../../lib/cli/history/init-table.js';

export default class HistoryInit extends AdminCommand {
  static override summary = 'Print, check or create the table in which a team keeps the history.';
  static override description =
    'Prints a template of the table that team.table of the context names: on-demand capacity, deletion protection, ' +
    'point-in-time recovery, encryption, and a policy that denies everybody to delete items. --create makes it, or ' +
    'adds what the one that is there lacks; after an interruption, run the same command again.';
  static override examples = [
    '<%= config.bin %> <%= command.id %> > table.yaml',
    '<%= config.bin %> <%= command.id %> --as terraform > table.tf',
    '<%= config.bin %> <%= command.id %> --context stackflow --create',
    '<%= config.bin %> <%= command.id %> --context stackflow --check',
  ];
  static override flags = initFlags;

  async run(): Promise<void> {
    const { cli } = await this.start(HistoryInit);
    await initTable(cli);
  }
}
