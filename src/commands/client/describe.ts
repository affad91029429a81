import { Flags } from '@oclif/core';

import { AdminCommand } from '../../lib/cli/command.js';
import { connectionFlags } from '../../lib/cli/flags/connection.js';
import { showCard } from '../../lib/cli/show.js';
import { clientCard } from '../../lib/client/client-view.js';
import { readClient } from '../../lib/client/read-client.js';

export default class ClientDescribe extends AdminCommand {
  static override summary = 'Show every setting of the app client, with its secret hidden.';
  static override examples = [
    '<%= config.bin %> <%= command.id %>',
    '<%= config.bin %> <%= command.id %> --client-id 1h57kf5cpq17m0eml12EXAMPLE -o json',
  ];
  static override flags = {
    ...connectionFlags,
    'show-secret': Flags.boolean({ summary: 'Show the app client secret.' }),
  };

  async run(): Promise<void> {
    const { flags, cli } = await this.start(ClientDescribe);
    const client = await readClient(await cli.open());
    await showCard(client, clientCard({ showSecret: flags['show-secret'] }), cli);
  }
}
