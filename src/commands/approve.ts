import { Args } from '@oclif/core';

import { approveAndReport } from '../lib/cli/approvals/approve.js';
import { AdminCommand } from '../lib/cli/command.js';
import { connectionFlags } from '../lib/cli/flags/connection.js';
import { signingFlags } from '../lib/cli/flags/signing.js';

export default class Approve extends AdminCommand {
  static override summary =
    'Show a saved plan, or a review of access that was filled in, and sign it with your SSH key.';
  static override description =
    'Signs the bytes of the file as they are, for this user pool, and keeps the signature beside it, in FILE.signatures. The ' +
    'person is the signer of the context, or of the machine, to whom the key belongs.';
  static override examples = [
    '<%= config.bin %> <%= command.id %> review.csv',
    '<%= config.bin %> <%= command.id %> review.csv --key ~/.ssh/id_ed25519 --yes',
  ];
  static override args = { file: Args.string({ required: true, ignoreStdin: true, description: 'The file to sign.' }) };
  static override flags = { ...connectionFlags, ...signingFlags };

  async run(): Promise<void> {
    const { args, cli } = await this.start(Approve);
    await approveAndReport(cli, args.file);
  }
}
