import { tenantArg } from '../../lib/cli/args.js';
import { AdminCommand } from '../../lib/cli/command.js';
import { connectionFlags } from '../../lib/cli/flags/connection.js';
import { DEFAULT_CONCURRENCY } from '../../lib/cli/flags/run.js';
import { showCard } from '../../lib/cli/show.js';
import { inTenant } from '../../lib/directory.js';
import { countTenant } from '../../lib/tenants/count-tenants.js';
import { tenantCard } from '../../lib/tenants/tenant-view.js';

export default class TenantShow extends AdminCommand {
  static override summary = 'Show the people of a tenant in numbers.';
  static override description = 'Reads the user pool once, since Cognito cannot search by tenant.';
  static override examples = [
    '<%= config.bin %> <%= command.id %> tenant_001',
    '<%= config.bin %> <%= command.id %> tenant_001 --query people',
  ];
  static override args = tenantArg;
  static override flags = connectionFlags;

  async run(): Promise<void> {
    const { args, cli } = await this.start(TenantShow);
    const pace = { rate: undefined, maxConcurrency: DEFAULT_CONCURRENCY };
    const directory = inTenant(await cli.open({ pace }), args.id);
    const { numbers, gaps } = await countTenant(directory, new Date());
    await showCard(numbers, tenantCard, cli);
    for (const { reason } of gaps()) cli.warn(`not read: second factors: ${reason}`);
  }
}
