import { AdminCommand } from '../../lib/cli/admin-command.js';
import { clientList } from '../../lib/client/client-view.js';
import { listClients } from '../../lib/client/list-clients.js';
import { columnsFlag, connectionFlags } from '../../lib/cli/flags.js';

export default class ClientList extends AdminCommand {
  static override summary = "List the user pool's app clients.";
  static override flags = { ...connectionFlags, ...columnsFlag };

  async run(): Promise<void> {
    const { flags } = await this.parse(ClientList);
    await this.showList(listClients(await this.open(flags)), clientList, flags);
  }
}
