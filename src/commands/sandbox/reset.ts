import { Flags } from '@oclif/core';

import { AdminCommand } from '../../lib/cli/admin-command.js';
import { resetSandbox } from '../../lib/sandbox/seed/reset.js';
import { sandboxFile } from '../../lib/sandbox/state/state-file.js';

export default class SandboxReset extends AdminCommand {
  static override summary = 'Put the embedded pool back to how it starts; no other pool is touched.';
  static override flags = {
    users: Flags.integer({
      summary: 'How many users it starts with.',
      min: 0,
      max: 1_000_000,
      helpValue: 'N',
    }),
  };

  async run(): Promise<void> {
    const { flags } = await this.parse(SandboxReset);
    const { poolId, users } = await resetSandbox(sandboxFile(this.config.dataDir), { users: flags.users });
    const sentence = `The sandbox is as new, with ${users} users.`;
    await this.showDone({ sentence, id: poolId, json: { changed: true, poolId, users } }, flags);
  }
}
