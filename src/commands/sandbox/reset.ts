import { Flags } from '@oclif/core';

import { AdminCommand } from '../../lib/cli/command.js';
import { showDone } from '../../lib/cli/show.js';
import { resetSandbox } from '../../lib/sandbox/seed/reset.js';
import { sandboxFile } from '../../lib/sandbox/state/state-file.js';

export default class SandboxReset extends AdminCommand {
  static override summary = 'Reset the sandbox to its initial state; no other pool is affected.';
  static override examples = [
    '<%= config.bin %> <%= command.id %>',
    '<%= config.bin %> <%= command.id %> --users 10000',
  ];
  static override flags = {
    users: Flags.integer({ summary: 'Number of users to create.', min: 0, max: 1_000_000, helpValue: 'N' }),
  };

  async run(): Promise<void> {
    const { flags, cli } = await this.start(SandboxReset);
    const { poolId, users } = await resetSandbox(sandboxFile(this.config.dataDir), { users: flags.users });
    const sentence = `Reset the sandbox to ${users} users.`;
    const json = { changed: true, poolId, users };
    await showDone({ sentence, id: poolId, json }, cli);
  }
}
