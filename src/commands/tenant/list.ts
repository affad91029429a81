import { AdminCommand } from '../../lib/cli/command.js';
import { connectionFlags } from '../../lib/cli/flags/connection.js';
import { listFlags } from '../../lib/cli/flags/output.js';
import { DEFAULT_CONCURRENCY } from '../../lib/cli/flags/run.js';
import { showList } from '../../lib/cli/show.js';
import { countTenants, type TenantNumbers } from '../../lib/tenants/count-tenants.js';
import { tenantList, tenantSummary } from '../../lib/tenants/tenant-view.js';
import { counted } from '../../lib/text/counted.js';

export default class TenantList extends AdminCommand {
  static override summary = 'List the tenants with their people: enabled, invited, privileged, with MFA.';
  static override description =
    'Reads the user pool once. Users without a tenant, and those whose tenant is none of the conventions, are counted in rows ' +
    'of their own, so that the rows add up to the pool. Second factors are read for privileged users only.';
  static override examples = [
    '<%= config.bin %> <%= command.id %>',
    '<%= config.bin %> <%= command.id %> --sort people --desc -o csv',
    '<%= config.bin %> <%= command.id %> -o csv --columns tenantId,people,privileged,privilegedWithMfa',
  ];
  static override flags = { ...connectionFlags, ...listFlags };

  async run(): Promise<void> {
    const { cli } = await this.start(TenantList);
    const directory = await cli.open({ pace: { rate: undefined, maxConcurrency: DEFAULT_CONCURRENCY } });
    const count = countTenants(directory, new Date());
    const counts: TenantNumbers[] = [];
    async function* tenants(): AsyncGenerator<TenantNumbers, void, undefined> {
      for await (const numbers of count.tenants) {
        counts.push(numbers);
        yield numbers;
      }
    }
    await showList(tenants(), tenantList, cli, () => `${counted(count.read(), 'user')} read`);
    for (const { reason } of count.gaps()) cli.warn(`not read: second factors: ${reason}`);
    cli.note(tenantSummary(counts));
  }
}
