import { AdminCommand } from '../../../lib/cli/command.js';
import { connectionFlags } from '../../../lib/cli/flags/connection.js';
import { listFlags } from '../../../lib/cli/flags/output.js';
import { showList } from '../../../lib/cli/show.js';
import { readSecrets } from '../../../lib/client/secrets/read-secrets.js';
import { secretList } from '../../../lib/client/secrets/secret-view.js';

export default class ClientSecretsList extends AdminCommand {
  static override summary = 'List the secrets of the app client by ID and time, without their values.';
  static override examples = [
    '<%= config.bin %> <%= command.id %>',
    '<%= config.bin %> <%= command.id %> --client-id 1h57kf5cpq17m0eml12EXAMPLE -o json',
  ];
  static override flags = { ...connectionFlags, ...listFlags };

  async run(): Promise<void> {
    const { cli } = await this.start(ClientSecretsList);
    const directory = await cli.open();
    await showList(await readSecrets(directory, directory.clientId()), secretList, cli);
  }
}
