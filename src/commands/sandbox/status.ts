import { AdminCommand } from '../../lib/cli/admin-command.js';
import { sandboxStatus } from '../../lib/sandbox/status.js';
import { statusCard } from '../../lib/sandbox/status-view.js';
import { sandboxFile } from '../../lib/sandbox/state/state-file.js';

export default class SandboxStatus extends AdminCommand {
  static override summary = 'Show what the embedded pool holds, and where.';

  async run(): Promise<void> {
    const { flags } = await this.parse(SandboxStatus);
    await this.showCard(await sandboxStatus(sandboxFile(this.config.dataDir)), statusCard, flags);
  }
}
