import { Args, loadHelpClass } from '@oclif/core';

import { AdminCommand } from '../lib/admin-command.js';

export default class Help extends AdminCommand {
  static override summary = 'Show help for a command.';
  static override args = { command: Args.string({ description: 'A topic or a command.', multiple: true }) };

  async run(): Promise<void> {
    const { args } = await this.parse(Help);
    const HelpClass = await loadHelpClass(this.config);
    const help = new HelpClass(this.config, this.config.pjson.oclif.helpOptions);
    await help.showHelp(args.command ?? []);
  }
}
