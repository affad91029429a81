import { Args, Flags } from '@oclif/core';

import { AdminCommand } from '../../../lib/cli/command.js';
import { changeFlags } from '../../../lib/cli/flags/change.js';
import { tenantFlag } from '../../../lib/cli/flags/connection.js';
import { parsedFlag } from '../../../lib/cli/flags/flag-group.js';
import { inputFlags } from '../../../lib/cli/flags/run.js';
import { repeatable } from '../../../lib/cli/flags/user.js';
import { importAndReport } from '../../../lib/cli/import-and-report.js';
import { parseJobName } from '../../../lib/imports/jobs/job-name.js';

export default class UsersImportStart extends AdminCommand {
  static override summary = "Create many users with Cognito's own import job.";
  static override description =
    'Every row is checked by the rules of users create before anything is created. The file is then converted to ' +
    "Cognito's format and uploaded, and the job is started and followed. No invitations are sent: imported users set a " +
    'password at their first sign-in.';
  static override examples = [
    '<%= config.bin %> <%= command.id %> joiners.csv --logs-role arn:aws:iam::111122223333:role/CognitoImport',
    '<%= config.bin %> <%= command.id %> joiners.ndjson --tenant tenant_001 --role itsm_agent --dry-run',
  ];
  static override args = {
    file: Args.string({
      ignoreStdin: true,
      description: 'File with the keys email, tenantId, roles and others; - for stdin.',
      required: true,
    }),
  };
  static override flags = {
    ...changeFlags,
    ...tenantFlag,
    ...inputFlags,
    role: Flags.string({
      summary: 'Role for rows without one; repeatable or comma-separated.',
      helpValue: 'ROLE',
      ...repeatable,
    }),
    department: Flags.string({ summary: 'Department ID for rows without one.', helpValue: 'ID' }),
    name: parsedFlag(parseJobName, { summary: "Job name; default: the file's.", helpValue: 'NAME' }),
    'logs-role': Flags.string({
      summary: 'IAM role with which the job writes its log to CloudWatch (SF_ADMIN_LOGS_ROLE).',
      helpValue: 'ARN',
    }),
    'no-wait': Flags.boolean({ summary: 'Return when the job has started.' }),
  };

  async run(): Promise<void> {
    const { args, flags } = await this.parse(UsersImportStart);
    await importAndReport(this.invocation(flags), args.file);
  }
}
