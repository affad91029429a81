import { AdminCommand } from '../lib/cli/command.js';
import { programVersion, versionCard } from '../lib/cli/process/version.js';
import { showCard } from '../lib/cli/show.js';

export default class Version extends AdminCommand {
  static override summary = 'Show the version of sf-admin, of the AWS SDK in it, and of Node.';
  static override description =
    'The commit is the one that was built, with "(modified)" if files differed from it. "unknown" means that it was built ' +
    'outside a git checkout. In a bug report, include the whole output.';
  static override examples = ['<%= config.bin %> <%= command.id %>', '<%= config.bin %> <%= command.id %> -o json'];

  async run(): Promise<void> {
    const { cli } = await this.start(Version);
    await showCard(programVersion(this.config), versionCard, cli);
  }
}
