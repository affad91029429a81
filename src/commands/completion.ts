import { Args } from '@oclif/core';

import { AdminCommand } from '../lib/cli/command.js';
import { isSentence, showCard } from '../lib/cli/show.js';
import { readShippedFile } from '../lib/files/shipped-file.js';
import { writeOut } from '../lib/output/streams.js';

/** The files in `completions/`, each under the name that its shell looks for. */
const FILES = { bash: 'sf-admin.bash', zsh: '_sf-admin', fish: 'sf-admin.fish', powershell: 'sf-admin.ps1' };

export default class Completion extends AdminCommand {
  static override summary = 'Print the script that completes commands, flags and values in a shell.';
  static override description = `To load the script in every new shell:

bash: add this line to ~/.bashrc
eval "$(sf-admin completion bash)"

zsh: add this line to ~/.zshrc, below the one that runs compinit
source <(sf-admin completion zsh)

fish: add this line to ~/.config/fish/config.fish
sf-admin completion fish | source

PowerShell: add this line to the file that $PROFILE names
sf-admin completion powershell | Out-String | Invoke-Expression

Values come from the contexts file and the history on this machine. Nothing is requested from a user pool, unless complete.live is set in the contexts file: see docs/completion.md.`;
  static override examples = [
    '<%= config.bin %> <%= command.id %> bash > sf-admin.bash',
    '<%= config.bin %> <%= command.id %> zsh > ~/.zfunc/_sf-admin',
  ];
  static override args = {
    shell: Args.string({
      ignoreStdin: true,
      description: 'Shell to print the script for.',
      options: Object.keys(FILES),
      required: true,
    }),
  };

  async run(): Promise<void> {
    const { args, flags, cli } = await this.start(Completion);
    const shell = args.shell as keyof typeof FILES;
    const script = readShippedFile(this.config.root, `completions/${FILES[shell]}`).toString();
    if (isSentence(flags)) return writeOut(cli.streams, script);
    await showCard({ shell, script }, { fields: () => [], id: () => shell, json: (json) => json }, cli);
  }
}
