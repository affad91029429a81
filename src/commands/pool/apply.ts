import { Args } from '@oclif/core';

import { carryOutAllAndReport } from '../../lib/cli/carry-out-and-report.js';
import { AdminCommand } from '../../lib/cli/command.js';
import { changeFlags } from '../../lib/cli/flags/change.js';
import { poolFileFlags, poolFileInput } from '../../lib/cli/flags/pool/pool-file.js';
import { listOutput, markdownOutputFlag, reportFormat } from '../../lib/cli/flags/report-format.js';
import { isSentence } from '../../lib/cli/show.js';
import { writeText } from '../../lib/output/notes.js';
import { writeOut } from '../../lib/output/streams.js';
import { applyFile } from '../../lib/pool-spec/apply/apply-file.js';

export default class PoolApply extends AdminCommand {
  static override summary = 'Change the user pool to what a file declares; all other settings stay the same.';
  static override description =
    'Reads the same files as pool diff, and changes the settings that differ. What the file leaves out is not changed, and ' +
    'nothing is deleted. New custom attributes, app clients and a domain are added, which cannot be undone. A setting that ' +
    'is fixed at creation is refused.';
  static override examples = [
    '<%= config.bin %> <%= command.id %> pool.yaml --dry-run',
    '<%= config.bin %> <%= command.id %> pool.yaml --dry-run -o markdown',
    '<%= config.bin %> <%= command.id %> template.yaml --resolve PreSignUp.Arn=arn:aws:lambda:us-east-1:111122223333:function:pre --yes',
  ];
  static override args = {
    file: Args.string({ ignoreStdin: true, description: 'File that declares the pool; - for stdin.', required: true }),
  };
  static override flags = { ...poolFileFlags, ...changeFlags, ...markdownOutputFlag };

  async run(): Promise<void> {
    const { args, flags, cli } = await this.start(PoolApply);
    const { directory, changes, notes } = await applyFile(
      () => cli.openForChange(),
      poolFileInput(args.file, flags, cli),
      cli.warn,
    );
    if (!flags.quiet) for (const text of notes) cli.note(text);
    // Otherwise the plan says it, before the question.
    const irreversible = flags['dry-run'] ? changes.flatMap((change) => change.irreversible ?? []) : [];
    for (const text of new Set(irreversible)) cli.note(text);
    const isMarkdown = reportFormat(flags, ['markdown']) === 'markdown';
    const list = listOutput(flags);
    await carryOutAllAndReport({ ...cli, flags: list }, directory, changes, {
      together: 'pool apply',
      write: isMarkdown
        ? async (outcomes) => {
            const { applyMarkdown } = await import('../../lib/pool-spec/apply/apply-markdown.js');
            await writeOut(cli.streams, applyMarkdown(directory, { file: args.file, outcomes, notes }));
          }
        : undefined,
    });
    if (changes.length === 0 && isSentence(list) && !isMarkdown) {
      await writeText(cli.streams, `The user pool does not differ from ${args.file}. Nothing was changed.`);
    }
  }
}
