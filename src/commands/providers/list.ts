import { AdminCommand } from '../../lib/cli/command.js';
import { connectionFlags } from '../../lib/cli/flags/connection.js';
import { listFlags } from '../../lib/cli/flags/output.js';
import { showList } from '../../lib/cli/show.js';
import { providerList } from '../../lib/providers/provider-view.js';
import { listProviders } from '../../lib/providers/read-providers.js';

export default class ProvidersList extends AdminCommand {
  static override summary = 'List the identity providers of the user pool.';
  static override examples = [
    '<%= config.bin %> <%= command.id %>',
    '<%= config.bin %> <%= command.id %> -o csv --columns name,type',
  ];
  static override flags = { ...connectionFlags, ...listFlags };

  async run(): Promise<void> {
    const { cli } = await this.start(ProvidersList);
    await showList(listProviders(await cli.open()), providerList, cli);
  }
}
