import { contextArg } from '../../lib/cli/args.js';
import { AdminCommand } from '../../lib/cli/command.js';
import { configFlag } from '../../lib/cli/flags/connection.js';
import { showDone } from '../../lib/cli/show.js';
import { removeContext } from '../../lib/config/file/edit-contexts.js';

export default class ContextRemove extends AdminCommand {
  static override summary = 'Remove a context from the contexts file; the user pool is not affected.';
  static override examples = ['<%= config.bin %> <%= command.id %> staging'];
  static override args = contextArg;
  static override flags = configFlag;

  async run(): Promise<void> {
    const { args, flags, cli } = await this.start(ContextRemove);
    const { name } = args;
    const { current, fellBack } = await removeContext(this.configFile(flags).file, name);
    const sentence = `Removed context ${name}.${fellBack ? ` The current context is now ${current}.` : ''}`;
    const json = { changed: true, removed: name, current };
    await showDone({ sentence, id: name, json }, cli);
  }
}
