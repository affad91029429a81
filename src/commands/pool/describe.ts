import { AdminCommand } from '../../lib/cli/admin-command.js';
import { connectionFlags } from '../../lib/cli/flags.js';
import { poolCard } from '../../lib/pool/pool-view.js';

export default class PoolDescribe extends AdminCommand {
  static override summary = "Show the user pool's settings.";
  static override flags = { ...connectionFlags };

  async run(): Promise<void> {
    const { flags } = await this.parse(PoolDescribe);
    const directory = await this.open(flags);
    await this.showCard(await directory.pool(), poolCard, flags);
  }
}
