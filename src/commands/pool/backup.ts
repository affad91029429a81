import { Args } from '@oclif/core';

import { backUpAndReport, backupFlags } from '../../lib/cli/backups/back-up-and-report.js';
import { AdminCommand } from '../../lib/cli/command.js';

export default class PoolBackup extends AdminCommand {
  static override summary = 'Back up the settings, groups and users of the user pool to a folder.';
  static override description =
    'Settings with app clients, groups, and users with every attribute and their groups, in constant memory, with a ' +
    'manifest of digests. It holds no passwords, second factors or secrets. After an interruption, run the same line ' +
    'again: it continues. To create what is missing in another pool: pool restore.';
  static override examples = [
    '<%= config.bin %> <%= command.id %> backup-2026-11-29',
    '<%= config.bin %> <%= command.id %> backup-prod --context stackflow -o json',
  ];
  static override args = {
    dir: Args.string({ ignoreStdin: true, description: 'Folder to make, which must not exist.', required: true }),
  };
  static override flags = backupFlags;

  async run(): Promise<void> {
    const { args, cli } = await this.start(PoolBackup);
    await backUpAndReport(cli, args.dir);
  }
}
