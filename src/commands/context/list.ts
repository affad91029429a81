import { AdminCommand } from '../../lib/cli/admin-command.js';
import { contextList } from '../../lib/config/context-view.js';
import { columnsFlag, configFlag } from '../../lib/cli/flags.js';

export default class ContextList extends AdminCommand {
  static override summary = 'List the contexts, and which is the current one.';
  static override flags = { ...configFlag, ...columnsFlag };

  async run(): Promise<void> {
    const { flags } = await this.parse(ContextList);
    const { contexts, current } = await this.contexts(flags);
    const rows = [...contexts.values()].map((context) => ({ context, current: context.name === current }));
    await this.showList(rows, contextList, flags);
  }
}
