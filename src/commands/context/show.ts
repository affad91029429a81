import { Args } from '@oclif/core';

import { AdminCommand } from '../../lib/cli/command.js';
import { configFlag } from '../../lib/cli/flags/connection.js';
import { showCard } from '../../lib/cli/show.js';
import { contextCard } from '../../lib/config/context-view.js';
import { getContext } from '../../lib/config/file/contexts-file.js';

export default class ContextShow extends AdminCommand {
  static override summary = 'Show a context and its conventions.';
  static override examples = [
    '<%= config.bin %> <%= command.id %>',
    '<%= config.bin %> <%= command.id %> stackflow -o json',
  ];
  static override args = {
    name: Args.string({ ignoreStdin: true, description: 'Context name; default: the current context.' }),
  };
  static override flags = configFlag;

  async run(): Promise<void> {
    const { args, flags, cli } = await this.start(ContextShow);
    const contexts = await this.contexts(flags);
    const context = getContext(contexts, args.name ?? contexts.current);
    const shown = { context, current: context.name === contexts.current };
    await showCard(shown, contextCard, cli);
  }
}
