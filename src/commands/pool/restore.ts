import { Args } from '@oclif/core';

import { restoreAndReport, restoreFlags } from '../../lib/cli/backups/restore-and-report.js';
import { AdminCommand } from '../../lib/cli/command.js';

export default class PoolRestore extends AdminCommand {
  static override summary = 'Create the groups and users of a backup that a user pool does not have.';
  static override description =
    'Checks every file of the backup first. Users who exist are left as they are; no mail is sent. Passwords, second ' +
    'factors and subs cannot be restored; a file maps each old sub to the new one. Afterwards the pool is compared with ' +
    'the backup, attribute by attribute; the exit status is 9 if they differ. After an interruption, run the same line again.';
  static override examples = [
    '<%= config.bin %> <%= command.id %> backup-2026-11-29 --to stackflow --dry-run',
    '<%= config.bin %> <%= command.id %> backup-2026-11-29 --to stackflow --reason INC-4711',
  ];
  static override args = {
    dir: Args.string({ ignoreStdin: true, description: 'Folder that pool backup has written.', required: true }),
  };
  static override flags = restoreFlags;

  async run(): Promise<void> {
    const { args, cli } = await this.start(PoolRestore);
    await restoreAndReport(cli, args.dir);
  }
}
