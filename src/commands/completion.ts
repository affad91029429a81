import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { Args } from '@oclif/core';

import { AdminCommand } from '../lib/cli/command.js';
import { isSentence, showCard } from '../lib/cli/show.js';
import { writeOut } from '../lib/output/streams.js';

/** The files in `completions/`, each under the name that its shell looks for. */
const FILES = { bash: 'sf-admin.bash', zsh: '_sf-admin', fish: 'sf-admin.fish', powershell: 'sf-admin.ps1' };

export default class Completion extends AdminCommand {
  static override summary = 'Print the script that completes commands, flags and values in a shell.';
  static override description = `To load it in every new shell, add one line to a file, and open a new shell.

bash, in ~/.bashrc:
  source <(sf-admin completion bash)

zsh, in ~/.zshrc, after compinit:
  source <(sf-admin completion zsh)

fish, in ~/.config/fish/config.fish:
  sf-admin completion fish | source

PowerShell, in the file $PROFILE:
  sf-admin completion powershell | Out-String | Invoke-Expression

Values are completed from the configuration and the history on this machine. docs/completion.md says what is completed, and how to complete users of the pool.`;
  static override examples = [
    '<%= config.bin %> <%= command.id %> bash > ~/.local/share/bash-completion/completions/sf-admin',
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
    const script = await readFile(join(this.config.root, 'completions', FILES[shell]), 'utf8');
    if (isSentence(flags)) return writeOut(cli.streams, script);
    await showCard({ shell, script }, { fields: () => [], id: () => shell, json: (json) => json }, cli);
  }
}
