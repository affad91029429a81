import { providerArg } from '../../lib/cli/args.js';
import { AdminCommand } from '../../lib/cli/command.js';
import { connectionFlags } from '../../lib/cli/flags/connection.js';
import { showCard } from '../../lib/cli/show.js';
import { providerCard } from '../../lib/providers/provider-view.js';
import { describeProvider } from '../../lib/providers/read-providers.js';

export default class ProvidersDescribe extends AdminCommand {
  static override summary = 'Show an identity provider: its attribute mapping and its details, without secrets.';
  static override examples = [
    '<%= config.bin %> <%= command.id %> AzureAD',
    '<%= config.bin %> <%= command.id %> AzureAD -o json',
  ];
  static override args = providerArg;
  static override flags = connectionFlags;

  async run(): Promise<void> {
    const { args, cli } = await this.start(ProvidersDescribe);
    await showCard(await describeProvider(await cli.open(), args.provider), providerCard, cli);
  }
}
