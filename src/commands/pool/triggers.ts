import { AdminCommand } from '../../lib/cli/command.js';
import { connectionFlags } from '../../lib/cli/flags/connection.js';
import { listFlags } from '../../lib/cli/flags/output.js';
import { showList } from '../../lib/cli/show.js';
import { listTriggers, triggerList } from '../../lib/pool/triggers.js';

export default class PoolTriggers extends AdminCommand {
  static override summary = 'List the Lambda triggers of the user pool, what they do and when they run.';
  static override examples = [
    '<%= config.bin %> <%= command.id %>',
    '<%= config.bin %> <%= command.id %> --columns trigger,function,commands',
  ];
  static override flags = { ...connectionFlags, ...listFlags };

  async run(): Promise<void> {
    const { cli } = await this.start(PoolTriggers);
    await showList(await listTriggers(await cli.open()), triggerList, cli);
  }
}
