import { AdminCommand } from '../lib/admin-command.js';
import { connectionFlags, tenantFlag } from '../lib/flags.js';
import { whoami, whoamiCard } from '../lib/pool/whoami.js';

export default class Whoami extends AdminCommand {
  static override summary = 'Show where commands act, and in whose name.';
  static override flags = { ...connectionFlags, ...tenantFlag };

  async run(): Promise<void> {
    const { flags } = await this.parse(Whoami);
    await this.showCard(await whoami(await this.open(flags)), whoamiCard, flags);
  }
}
