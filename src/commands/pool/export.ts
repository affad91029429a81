import { Flags } from '@oclif/core';

import { AdminCommand } from '../../lib/cli/command.js';
import { connectionFlags } from '../../lib/cli/flags/connection.js';
import { flagGroup } from '../../lib/cli/flags/flag-group.js';
import { outputFlags } from '../../lib/cli/flags/output.js';
import { isSentence, showCard } from '../../lib/cli/show.js';
import { writeOut } from '../../lib/output/streams.js';

export default class PoolExport extends AdminCommand {
  static override summary = 'Write the user pool, its app clients and its domain as a file.';
  static override description =
    'The file holds every setting that the dialect can express; the others are listed on stderr. It holds no secrets.';
  static override examples = [
    '<%= config.bin %> <%= command.id %> > pool.yaml',
    '<%= config.bin %> <%= command.id %> --as cloudformation > template.yaml',
  ];
  static override flags = {
    as: Flags.option({
      options: ['sf-admin', 'openmcf', 'stacktape', 'cloudformation'] as const,
      default: 'sf-admin',
      summary: 'Dialect of the file.',
    })(),
    ...connectionFlags,
    ...flagGroup('OUTPUT', {
      output: {
        ...outputFlags.output,
        summary: 'Output format: table is the file, in YAML; the others are the same data.',
      },
      quiet: { ...outputFlags.quiet, summary: 'Print only the ID of the user pool.' },
      template: {
        ...outputFlags.template,
        summary: "Text to print, such as '{{name}}': JMESPath expressions in double braces.",
      },
    }),
  };

  async run(): Promise<void> {
    const { flags, cli } = await this.start(PoolExport);
    const directory = await cli.open();
    const [{ readLivePool }, { exportSpec }] = await Promise.all([
      import('../../lib/pool-spec/live/live-pool.js'),
      import('../../lib/pool-spec/export-spec.js'),
    ]);
    const live = await readLivePool(directory);
    const { document, text, left } = exportSpec(live, flags.as);
    if (isSentence(flags)) await writeOut(cli.streams, text);
    else await showCard(document, { fields: () => [], id: () => directory.endpoint.poolId, json: (json) => json }, cli);
    for (const problem of live.problems ?? []) cli.warn(`${problem}.`);
    if (left.length > 0)
      cli.note(`Not in the file, because it cannot express them:\n${left.map((name) => `  ${name}`).join('\n')}`);
  }
}
