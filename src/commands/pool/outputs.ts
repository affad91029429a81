import { AdminCommand } from '../../lib/cli/command.js';
import { connectionFlags } from '../../lib/cli/flags/connection.js';
import { outputsFlags } from '../../lib/cli/flags/outputs.js';
import { writeOutputs } from '../../lib/cli/pool/write-outputs.js';
import { visible } from '../../lib/output/sanitise.js';
import { writeOut } from '../../lib/output/streams.js';
import { environmentLines, outputsOf } from '../../lib/pool-spec/outputs.js';

export default class PoolOutputs extends AdminCommand {
  static override summary = 'Show what other tools need to use the user pool: IDs, ARN, issuer, domain.';
  static override description =
    "The outputs of OpenMCF's AwsCognitoUserPool by their names; as env also USER_POOL_ID, USER_POOL (the ARN) and " +
    'USER_POOL_CLIENT_ID, as a function that is joined to the pool gets them.';
  static override examples = [
    '<%= config.bin %> <%= command.id %> > .env',
    '<%= config.bin %> <%= command.id %> -o yaml --show-secrets',
  ];
  static override flags = {
    ...connectionFlags,
    ...outputsFlags,
  };

  async run(): Promise<void> {
    const { flags, cli } = await this.start(PoolOutputs);
    const { readLivePool } = await import('../../lib/pool-spec/live/live-pool.js');
    const live = await readLivePool(await cli.open());
    const outputs = outputsOf(live, { showSecrets: flags['show-secrets'] });
    if (flags.quiet) return writeOut(cli.streams, `${visible(outputs.user_pool_id)}\n`);
    await writeOutputs(outputs, environmentLines(outputs, live), cli);
  }
}
