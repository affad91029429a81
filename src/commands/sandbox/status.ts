import { AdminCommand } from '../../lib/cli/command.js';
import { watchFlag } from '../../lib/cli/flags/output.js';
import { showCard } from '../../lib/cli/show.js';
import { sandboxFile } from '../../lib/sandbox/state/state-file.js';
import { sandboxStatus } from '../../lib/sandbox/status.js';
import { statusCard } from '../../lib/sandbox/status-view.js';

export default class SandboxStatus extends AdminCommand {
  static override summary = 'Show the contents of the sandbox and where it is stored.';
  static override examples = ['<%= config.bin %> <%= command.id %>', '<%= config.bin %> <%= command.id %> --watch 2'];
  static override flags = watchFlag;

  async run(): Promise<void> {
    const { cli } = await this.start(SandboxStatus);
    const status = await sandboxStatus(sandboxFile(this.config.dataDir));
    await showCard(status, statusCard, cli);
  }
}
