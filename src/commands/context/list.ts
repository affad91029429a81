import { AdminCommand } from '../../lib/cli/command.js';
import { configFlag } from '../../lib/cli/flags/connection.js';
import { listFlags } from '../../lib/cli/flags/output.js';
import { showList } from '../../lib/cli/show.js';
import { contextList } from '../../lib/config/context-view.js';

export default class ContextList extends AdminCommand {
  static override summary = 'List the contexts and mark the current one.';
  static override examples = ['<%= config.bin %> <%= command.id %>'];
  static override flags = { ...configFlag, ...listFlags };

  async run(): Promise<void> {
    const { flags, cli } = await this.start(ContextList);
    const { contexts, current } = await this.contexts(flags);
    const rows = [...contexts.values()].map((context) => ({ context, current: context.name === current }));
    await showList(rows, contextList, cli);
  }
}
