import { tenantArg } from '../../lib/cli/args.js';
import { offboardAndReport, offboardFlags } from '../../lib/cli/backups/offboard-and-report.js';
import { AdminCommand } from '../../lib/cli/command.js';

export default class TenantOffboard extends AdminCommand {
  static override summary = 'Archive a tenant, disable and sign out its people, and prove it; later delete them.';
  static override description =
    'Writes an archive that pool restore reads, changes everybody of it in one run, reads the pool again, and writes a report with ' +
    'counts, digest and history IDs to the folder. The exit status is 9 if somebody is left. After an interruption, run the same line ' +
    'again. history undo --run enables those who were disabled. With --delete, everybody of the archive is deleted for good.';
  static override examples = [
    '<%= config.bin %> <%= command.id %> tenant_001 --archive tenant_001-2026-11-29 --dry-run',
    '<%= config.bin %> <%= command.id %> tenant_001 --archive tenant_001-2026-11-29 --yes --reason INC-4711',
    '<%= config.bin %> <%= command.id %> tenant_001 --archive tenant_001-2026-11-29 --delete --confirm tenant_001',
  ];
  static override args = tenantArg;
  static override flags = offboardFlags;

  async run(): Promise<void> {
    const { args, cli } = await this.start(TenantOffboard);
    await offboardAndReport(cli, args.id);
  }
}
