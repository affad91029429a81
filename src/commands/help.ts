import { Args, loadHelpClass } from '@oclif/core';

import { AdminCommand } from '../lib/cli/command.js';

export default class Help extends AdminCommand {
  static override summary = 'Show help for a command.';
  static override examples = [
    '<%= config.bin %> <%= command.id %>',
    '<%= config.bin %> <%= command.id %> users create',
  ];
  static override args = {
    command: Args.string({ ignoreStdin: true, description: 'Topic or command.', multiple: true }),
  };

  async run(): Promise<void> {
    const { args } = await this.parse(Help);
    const words = args.command ?? [];
    const id = words.join(':');
    const isKnown = id === '' || (this.config.findCommand(id) ?? this.config.findTopic(id)) !== undefined;
    // The error of an unknown command has a suggestion; oclif's help would only say that there is no help.
    if (!isKnown) {
      const { failures } = await this.config.runHook('command_not_found', { id, argv: [] });
      for (const { error } of failures) throw error;
    }
    const HelpClass = await loadHelpClass(this.config);
    const help = new HelpClass(this.config, this.config.pjson.oclif.helpOptions);
    await help.showHelp(words);
  }
}
