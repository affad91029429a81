import { AdminCommand } from '../../lib/cli/command.js';
import { connectionFlags } from '../../lib/cli/flags/connection.js';
import { listFlags } from '../../lib/cli/flags/output.js';
import { showList } from '../../lib/cli/show.js';
import { clientList } from '../../lib/client/client-view.js';
import { listClients } from '../../lib/client/list-clients.js';

export default class ClientList extends AdminCommand {
  static override summary = 'List the app clients of the user pool.';
  static override examples = [
    '<%= config.bin %> <%= command.id %>',
    '<%= config.bin %> <%= command.id %> -o csv --columns clientId,name',
  ];
  static override flags = { ...connectionFlags, ...listFlags };

  async run(): Promise<void> {
    const { cli } = await this.start(ClientList);
    await showList(listClients(await cli.open()), clientList, cli);
  }
}
