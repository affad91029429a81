import { Args } from '@oclif/core';

import { AdminCommand } from '../../lib/cli/admin-command.js';
import { removeContext } from '../../lib/config/file/edit-contexts.js';
import { configFlag } from '../../lib/cli/flags.js';

export default class ContextRemove extends AdminCommand {
  static override summary = 'Remove a context from the contexts file; the pool is not touched.';
  static override args = {
    name: Args.string({ ignoreStdin: true, description: 'A name that context list shows.', required: true }),
  };
  static override flags = { ...configFlag };

  async run(): Promise<void> {
    const { args, flags } = await this.parse(ContextRemove);
    const { name } = args;
    const { current, fellBack } = await removeContext(this.configFile(flags).file, name);
    const sentence = `Removed context ${name}.${fellBack ? ` Context ${current} is current now.` : ''}`;
    await this.showDone({ sentence, id: name, json: { changed: true, removed: name, current } }, flags);
  }
}
