import { Args, Flags } from '@oclif/core';

import { AdminCommand } from '../lib/cli/command.js';
import { AdminError } from '../lib/errors.js';
import { closest, didYouMean } from '../lib/text/suggestion.js';

export default class HelpCommand extends AdminCommand {
  static override summary = 'Show help for a command, or a help topic.';
  static override description =
    'Help that does not fit the terminal is shown with SF_ADMIN_PAGER, PAGER or less. Without a name, it lists the topics.';
  static override examples = [
    '<%= config.bin %> <%= command.id %>',
    '<%= config.bin %> <%= command.id %> users create',
    '<%= config.bin %> <%= command.id %> exit-codes',
  ];
  static override args = {
    command: Args.string({
      ignoreStdin: true,
      description: 'Command, group of commands, or help topic.',
      multiple: true,
    }),
  };
  static override flags = { 'no-pager': Flags.boolean({ summary: 'Do not use a pager; as a variable: PAGER=cat.' }) };

  async run(): Promise<void> {
    const { args, flags } = await this.parse(HelpCommand);
    const { default: AdminHelp, HELP_TOPICS } = await import('../lib/cli/help/help.js');
    const words = args.command ?? [];
    const id = words.join(':');
    const options = { ...this.config.pjson.oclif.helpOptions, streams: this.streams, noPager: flags['no-pager'] };
    const help = new AdminHelp(this.config, options);
    if (HELP_TOPICS.includes(id)) return help.showHelpTopic(id);
    const isKnown = id === '' || (this.config.findCommand(id) ?? this.config.findTopic(id)) !== undefined;
    // A command, or a group of commands, that is as close comes first.
    const names = [...this.config.commandIDs, ...this.config.topics.map(({ name }) => name), ...HELP_TOPICS];
    const guess = closest(id, names);
    if (!isKnown && guess !== undefined && HELP_TOPICS.includes(guess)) {
      const hint = `${didYouMean(`sf-admin help ${guess}`)}All topics and commands: sf-admin help`;
      throw new AdminError('UNKNOWN_COMMAND', `unknown command or help topic "${words.join(' ')}"`, { hint });
    }
    // The error of an unknown command has a suggestion; oclif's help would only say that there is no help.
    if (!isKnown) {
      const { failures } = await this.config.runHook('command_not_found', { id, argv: [] });
      for (const { error } of failures) throw error;
    }
    await help.showHelp(words);
  }
}
