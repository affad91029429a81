import { Args, Flags } from '@oclif/core';

import { AdminCommand } from '../../lib/cli/command.js';
import { changeFlags } from '../../lib/cli/flags/change.js';
import { applyReview } from '../../lib/cli/reports/apply-review.js';

export default class AccessApply extends AdminCommand {
  static override summary = 'Carry out a review of access: take away what was revoked, and write the evidence.';
  static override description =
    'The file is that of access review, with a decision for each user. A revocation takes away the privileged roles and ' +
    'groups in the review; a user without any other role is disabled. The evidence says who decided what, and which ' +
    'records of the history show that it was done. To repeat the command does what is left.';
  static override examples = [
    '<%= config.bin %> <%= command.id %> review.csv --dry-run',
    '<%= config.bin %> <%= command.id %> review.csv --evidence review.html',
  ];
  static override args = {
    file: Args.string({ required: true, ignoreStdin: true, description: 'The review that was filled in.' }),
  };
  static override flags = {
    ...changeFlags,
    evidence: Flags.string({
      summary: 'File for the evidence, which must not exist: .html, .md or .json; default: FILE-evidence.html.',
      helpValue: 'FILE',
    }),
  };

  async run(): Promise<void> {
    const { args, cli } = await this.start(AccessApply);
    await applyReview(cli, args.file);
  }
}
