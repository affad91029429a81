import { AdminCommand } from '../../lib/cli/command.js';
import { connectionFlags } from '../../lib/cli/flags/connection.js';
import { showCard } from '../../lib/cli/show.js';
import { describePool } from '../../lib/pool/describe-pool.js';
import { poolCard } from '../../lib/pool/pool-view.js';

export default class PoolDescribe extends AdminCommand {
  static override summary = 'Show the settings of the user pool, and its Regions.';
  static override examples = ['<%= config.bin %> <%= command.id %>', '<%= config.bin %> <%= command.id %> -o json'];
  static override flags = connectionFlags;

  async run(): Promise<void> {
    const { cli } = await this.start(PoolDescribe);
    await showCard(await describePool(await cli.open()), poolCard, cli);
  }
}
