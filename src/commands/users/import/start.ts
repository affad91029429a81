import { Args } from '@oclif/core';

import { AdminCommand } from '../../../lib/cli/command.js';
import { importAndReport, importFlags } from '../../../lib/cli/import-and-report.js';
import { CREATION_EXAMPLE } from '../../../lib/input/rows/example-rows.js';

export default class UsersImportStart extends AdminCommand {
  static override summary = "Create many users with Cognito's own import job.";
  static override description =
    'Every row is checked by the rules of users create before anything is created. The file is then converted to ' +
    "Cognito's format and uploaded, and the job is started and followed. No invitations are sent. Imported " +
    'users set a password at their first sign-in, or keep theirs with --password-hashes.';
  static override examples = [
    '<%= config.bin %> <%= command.id %> joiners.csv --logs-role arn:aws:iam::111122223333:role/CognitoImport',
    '<%= config.bin %> <%= command.id %> joiners.ndjson --tenant tenant_001 --role itsm_agent --dry-run',
  ];
  static override exampleRow = CREATION_EXAMPLE;
  static override args = {
    file: Args.string({
      ignoreStdin: true,
      description: 'File with the keys email, tenantId, roles and others; - for stdin.',
      required: true,
    }),
  };
  static override flags = importFlags;

  async run(): Promise<void> {
    const { args, cli } = await this.start(UsersImportStart);
    await importAndReport(cli, args.file);
  }
}
