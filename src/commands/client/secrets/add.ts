import { carryOutAndReport } from '../../../lib/cli/carry-out-and-report.js';
import { AdminCommand } from '../../../lib/cli/command.js';
import { changeFlags } from '../../../lib/cli/flags/change.js';
import { secretFlags, secretRecipient } from '../../../lib/cli/flags/pool/secret.js';
import { addSecret } from '../../../lib/client/secrets/add-secret.js';

export default class ClientSecretsAdd extends AdminCommand {
  static override summary = 'Make a second secret for the app client, and hand it over before it is added.';
  static override description =
    'The value is given to a file, to a command or to the person at the terminal, and kept nowhere else. Both secrets are ' +
    'valid. It is tried at the token endpoint of the hosted UI.';
  static override examples = [
    '<%= config.bin %> <%= command.id %> --dry-run',
    '<%= config.bin %> <%= command.id %> --secret-file new-secret',
  ];
  static override flags = { ...changeFlags, ...secretFlags };

  async run(): Promise<void> {
    const { cli } = await this.start(ClientSecretsAdd);
    const recipient = secretRecipient(cli);
    const directory = await cli.openForChange();
    await carryOutAndReport(cli, directory, await addSecret(directory, { operation: 'client.add-secret', recipient }));
  }
}
