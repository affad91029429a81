import { contextArg } from '../../lib/cli/args.js';
import { AdminCommand } from '../../lib/cli/command.js';
import { configFlag } from '../../lib/cli/flags/connection.js';
import { showDone } from '../../lib/cli/show.js';
import { useContext } from '../../lib/config/file/edit-contexts.js';

export default class ContextUse extends AdminCommand {
  static override summary = 'Make a context the current one.';
  static override examples = ['<%= config.bin %> <%= command.id %> stackflow'];
  static override args = contextArg;
  static override flags = configFlag;

  async run(): Promise<void> {
    const { args, flags, cli } = await this.start(ContextUse);
    const { name } = args;
    const { previous, changed } = await useContext(this.configFile(flags).file, name);
    const sentence = changed
      ? `The current context is now ${name} (was ${previous}).`
      : `The current context is already ${name}.`;
    const json = { changed, current: name, previous };
    await showDone({ sentence, id: name, json }, cli);
  }
}
