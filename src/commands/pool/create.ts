import { Args, Flags } from '@oclif/core';

import { AdminCommand } from '../../lib/cli/command.js';
import { createPoolAndReport } from '../../lib/cli/pool/create-pool-and-report.js';
import { changeFlags } from '../../lib/cli/flags/change.js';
import { outputsFlags } from '../../lib/cli/flags/outputs.js';
import { poolFileFlags, poolFileInput, poolFileWords } from '../../lib/cli/flags/pool/pool-file.js';
import { readDeclaredPool } from '../../lib/pool-spec/compare-file.js';
import { nameOf } from '../../lib/pool-spec/source/load-pool-file.js';

const { 'pool-id': _pool, 'client-id': _client, ...placeAndChangeFlags } = changeFlags;

export default class PoolCreate extends AdminCommand {
  static override summary = 'Create a user pool with its app clients and its domain, as a file declares them.';
  static override description =
    "Acts in the context's account and region; the context's own user pool is not touched. The new pool gets the tag " +
    'sf-admin:spec, by which it is found again: after a failure, run the same command again, and it completes what is ' +
    'missing. Prints what other tools need to use the pool, as pool outputs does.';
  static override examples = [
    '<%= config.bin %> <%= command.id %> pool.yaml --dry-run',
    '<%= config.bin %> <%= command.id %> template.yaml --resolve PreSignUp.Arn=arn:aws:lambda:us-east-1:111122223333:function:pre',
  ];
  static override args = {
    file: Args.string({ ignoreStdin: true, description: 'File that declares the pool; - for stdin.', required: true }),
  };
  static override flags = {
    ...poolFileFlags,
    name: Flags.string({ summary: "Name of the user pool; default: the file's.", helpValue: 'NAME' }),
    ...placeAndChangeFlags,
    ...outputsFlags,
  };

  async run(): Promise<void> {
    const { args, flags, cli } = await this.start(PoolCreate);
    const file = await readDeclaredPool(poolFileInput(args.file, flags, cli), cli.warn);
    const [{ creationOf }, { planCreation }] = await Promise.all([
      import('../../lib/pool-spec/create/creation.js'),
      import('../../lib/pool-spec/create/create-pool.js'),
    ]);
    const { name } = flags;
    const fileWords = poolFileWords(args.file, flags);
    const creation = creationOf(nameOf(args.file), file, { ...(name === undefined ? {} : { name }), fileWords });
    const directory = await cli.openForChange({ isForNewPool: true });
    const planned = await planCreation(directory, { creation, reason: flags.reason });
    // Before the question: what they warn of cannot be changed later.
    for (const text of creation.warnings) cli.warn(text);
    await createPoolAndReport({ ...cli, flags }, planned);
  }
}
