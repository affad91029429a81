import { Flags } from '@oclif/core';

import { AdminCommand } from '../../lib/cli/admin-command.js';
import { clientCard } from '../../lib/client/client-view.js';
import { readClient } from '../../lib/client/read-client.js';
import { connectionFlags } from '../../lib/cli/flags.js';

export default class ClientDescribe extends AdminCommand {
  static override summary = 'Show the app client: every setting, the secret hidden.';
  static override flags = {
    ...connectionFlags,
    'show-secret': Flags.boolean({ summary: 'Show the app client secret.' }),
  };

  async run(): Promise<void> {
    const { flags } = await this.parse(ClientDescribe);
    const reading = await readClient(await this.open(flags));
    await this.showCard(reading, clientCard({ showSecret: flags['show-secret'] }), flags);
  }
}
