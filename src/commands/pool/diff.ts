import { Args } from '@oclif/core';

import { AdminCommand } from '../../lib/cli/command.js';
import { connectionFlags } from '../../lib/cli/flags/connection.js';
import { poolFileFlags, poolFileInput } from '../../lib/cli/flags/pool/pool-file.js';
import { differenceFlags, differenceFormat, showDifferences } from '../../lib/cli/pool/show-differences.js';
import { EXIT } from '../../lib/errors.js';
import { comparePool, readDeclaredPool } from '../../lib/pool-spec/compare-file.js';
import { comparisonNotes } from '../../lib/pool-spec/diff/diff-view.js';
import { counted } from '../../lib/text/counted.js';

export default class PoolDiff extends AdminCommand {
  static override summary = 'Show where the user pool differs from a file that declares it.';
  static override description =
    "Reads sf-admin's own files, OpenMCF manifests, Stacktape files, and CloudFormation or SAM templates. What the file " +
    'leaves out is not judged. Changes nothing. The exit status is 9 if there are differences.';
  static override examples = [
    '<%= config.bin %> <%= command.id %> pool.yaml',
    '<%= config.bin %> <%= command.id %> pool.yaml -o markdown',
    '<%= config.bin %> <%= command.id %> template.yaml --resolve PreSignUp.Arn=arn:aws:lambda:us-east-1:111122223333:function:pre',
  ];
  static override args = {
    file: Args.string({ ignoreStdin: true, description: 'File that declares the pool; - for stdin.', required: true }),
  };
  static override flags = { ...poolFileFlags, ...connectionFlags, ...differenceFlags };

  async run(): Promise<void> {
    const { args, flags, cli } = await this.start(PoolDiff);
    differenceFormat(flags);
    const file = await readDeclaredPool(poolFileInput(args.file, flags), cli.warn);
    const { comparison } = await comparePool(await cli.open(), file, cli.warn);
    const { differences } = comparison;
    if (differences.length > 0) cli.exitWith(EXIT.finding);
    await showDifferences(differences, cli);
    if (flags.quiet) return;
    for (const text of comparisonNotes(comparison)) cli.note(text);
    cli.note(`Compared the user pool with ${args.file}: ${counted(differences.length, 'difference')}.`);
  }
}
