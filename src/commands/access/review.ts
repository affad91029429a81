import { Flags } from '@oclif/core';

import { AdminCommand } from '../../lib/cli/command.js';
import { reportFlags } from '../../lib/cli/flags/report.js';
import { flagGroup } from '../../lib/cli/flags/flag-group.js';
import { paceFlags } from '../../lib/cli/flags/run.js';
import { REVIEW_FORMATS, reviewAccess } from '../../lib/cli/reports/review-access.js';

export default class AccessReview extends AdminCommand {
  static override summary = 'List who has access: roles, second factors, latest changes and sign-ins, to be reviewed.';
  static override description =
    'Each user is listed once. As CSV, the list is a form: the reviewer fills in the columns decision (keep or revoke) and ' +
    'comment, signs the file if there are signers, and access apply carries it out. Changes nothing in the user pool.';
  static override examples = [
    '<%= config.bin %> <%= command.id %> --privileged',
    '<%= config.bin %> <%= command.id %> --privileged -o csv --reviewer ana --to q4.csv',
    '<%= config.bin %> <%= command.id %> --tenant tenant_001 --to access.html',
  ];
  static override flags = {
    ...reportFlags,
    ...flagGroup('OUTPUT', {
      output: Flags.option({
        char: 'o',
        options: REVIEW_FORMATS,
        summary: 'Output format; default: by the extension of --to, else a table on a terminal, and md elsewhere.',
      })(),
    }),
    tenant: Flags.string({ summary: 'Only users of this tenant.', helpValue: 'ID' }),
    privileged: Flags.boolean({ summary: 'Only users with a privileged role or in a privileged group.' }),
    reviewer: Flags.string({ summary: 'Who is to decide; a signer, if there are signers.', helpValue: 'PERSON' }),
    rate: paceFlags.rate,
  };

  async run(): Promise<void> {
    const { cli } = await this.start(AccessReview);
    await reviewAccess(cli);
  }
}
