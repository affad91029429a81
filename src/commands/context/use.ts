import { Args } from '@oclif/core';

import { AdminCommand } from '../../lib/cli/admin-command.js';
import { useContext } from '../../lib/config/file/edit-contexts.js';
import { configFlag } from '../../lib/cli/flags.js';

export default class ContextUse extends AdminCommand {
  static override summary = 'Make a context the current one.';
  static override args = {
    name: Args.string({ ignoreStdin: true, description: 'A name that context list shows.', required: true }),
  };
  static override flags = { ...configFlag };

  async run(): Promise<void> {
    const { args, flags } = await this.parse(ContextUse);
    const { name } = args;
    const { previous, changed } = await useContext(this.configFile(flags).file, name);
    const sentence = changed
      ? `Context ${name} is current now (was ${previous}).`
      : `Context ${name} is current already.`;
    await this.showDone({ sentence, id: name, json: { changed, current: name, previous } }, flags);
  }
}
