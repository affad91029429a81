import { Args } from '@oclif/core';

import { AdminCommand } from '../../lib/cli/command.js';
import { syncFlags, syncInput } from '../../lib/cli/tenants/sync-flags.js';
import { runAndReport } from '../../lib/cli/run-and-report.js';

export default class TenantSync extends AdminCommand {
  static override summary = "Make a tenant's people match a roster: create, update, enable and disable them.";
  static override description =
    'Users outside the tenant are never touched. Somebody disabled comes back only if a sync of this tenant disabled them and ' +
    'nothing has changed them since. Federated users and the service accounts of the context are never leavers. A second run ' +
    'writes nothing. history undo --run restores everybody who was there before, and disables those who were created.';
  static override examples = [
    '<%= config.bin %> <%= command.id %> roster.csv --tenant tenant_001 --dry-run',
    '<%= config.bin %> <%= command.id %> roster.csv --tenant tenant_001 --yes --reason INC-4711',
    '<%= config.bin %> <%= command.id %> roster.csv --tenant tenant_001 --leavers keep --plan-out roster.plan',
  ];
  static override args = {
    file: Args.string({ required: true, ignoreStdin: true, description: 'Roster: CSV, NDJSON or JSON; - for stdin.' }),
  };
  static override flags = syncFlags;

  async run(): Promise<void> {
    const { args, flags, cli } = await this.start(TenantSync);
    const { syncOperation } = await import('../../lib/tenants/sync/sync-operation.js');
    const isPlanned = cli.applies !== undefined;
    const input = { ...syncInput(flags), isPlanned };
    await runAndReport({ ...cli, flags: { ...flags, from: args.file } }, (directory) =>
      syncOperation(directory, input),
    );
  }
}
