import { Flags } from '@oclif/core';

import { carryOutAndReport } from '../../../lib/cli/carry-out-and-report.js';
import { AdminCommand } from '../../../lib/cli/command.js';
import { changeFlags } from '../../../lib/cli/flags/change.js';
import { secretFlags, secretRecipient } from '../../../lib/cli/flags/pool/secret.js';
import { addSecret } from '../../../lib/client/secrets/add-secret.js';
import { finishRotation } from '../../../lib/client/secrets/remove-secret.js';

export default class ClientSecretsRotate extends AdminCommand {
  static override summary = 'Replace the secret of the app client in two steps, between which both are valid.';
  static override description =
    'The first step makes a new secret, hands it over, adds it and tries it at the token endpoint. Applications still use ' +
    'the old one. Once none does, --finish removes it. If a command with --secret-file is killed, the same command goes on.';
  static override examples = [
    '<%= config.bin %> <%= command.id %> --secret-file new-secret --reason "Yearly rotation"',
    '<%= config.bin %> <%= command.id %> --finish --dry-run',
  ];
  static override flags = {
    ...changeFlags,
    ...secretFlags,
    finish: Flags.boolean({
      summary: 'Remove the older of the two secrets: no application uses it any more.',
      exclusive: ['secret-file', 'secret-command'],
    }),
  };

  async run(): Promise<void> {
    const { flags, cli } = await this.start(ClientSecretsRotate);
    const recipient = flags.finish ? undefined : secretRecipient(cli);
    const directory = await cli.openForChange();
    const change = await (flags.finish
      ? finishRotation(directory)
      : addSecret(directory, { operation: 'client.rotate-secret', recipient }));
    await carryOutAndReport(cli, directory, change);
  }
}
