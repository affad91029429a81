import { Args } from '@oclif/core';

import { AdminCommand } from '../../lib/cli/admin-command.js';
import { contextCard } from '../../lib/config/context-view.js';
import { getContext } from '../../lib/config/file/contexts-file.js';
import { configFlag } from '../../lib/cli/flags.js';

export default class ContextShow extends AdminCommand {
  static override summary = 'Show a context with its conventions.';
  static override args = {
    name: Args.string({ ignoreStdin: true, description: 'The current one if left out.' }),
  };
  static override flags = { ...configFlag };

  async run(): Promise<void> {
    const { args, flags } = await this.parse(ContextShow);
    const contexts = await this.contexts(flags);
    const context = getContext(contexts, args.name ?? contexts.current);
    await this.showCard({ context, current: context.name === contexts.current }, contextCard, flags);
  }
}
