import { secretArg } from '../../../lib/cli/args.js';
import { carryOutAndReport } from '../../../lib/cli/carry-out-and-report.js';
import { AdminCommand } from '../../../lib/cli/command.js';
import { changeFlags } from '../../../lib/cli/flags/change.js';
import { removeSecret } from '../../../lib/client/secrets/remove-secret.js';

export default class ClientSecretsRemove extends AdminCommand {
  static override summary = 'Remove one of two secrets of the app client.';
  static override description = 'Applications that use it can get no more tokens. It cannot be undone.';
  static override examples = [
    '<%= config.bin %> <%= command.id %> 1h57kf5cpq17m0eml12EXAMPLE--1763690000000 --client-id 1h57kf5cpq17m0eml12EXAMPLE',
  ];
  static override args = secretArg;
  static override flags = changeFlags;

  async run(): Promise<void> {
    const { args, cli } = await this.start(ClientSecretsRemove);
    const directory = await cli.openForChange();
    await carryOutAndReport(cli, directory, await removeSecret(directory, { id: args.id }));
  }
}
