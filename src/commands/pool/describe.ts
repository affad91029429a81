import { AdminCommand } from '../../lib/cli/command.js';
import { connectionFlags } from '../../lib/cli/flags/connection.js';
import { showCard } from '../../lib/cli/show.js';
import { poolCard } from '../../lib/pool/pool-view.js';

export default class PoolDescribe extends AdminCommand {
  static override summary = 'Show the settings of the user pool.';
  static override examples = ['<%= config.bin %> <%= command.id %>', '<%= config.bin %> <%= command.id %> -o json'];
  static override flags = connectionFlags;

  async run(): Promise<void> {
    const { cli } = await this.start(PoolDescribe);
    const directory = await cli.open();
    await showCard(await directory.pool(), poolCard, cli);
  }
}
