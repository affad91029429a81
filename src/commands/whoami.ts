import { AdminCommand } from '../lib/cli/admin-command.js';
import { EXIT } from '../lib/errors.js';
import { connectionFlags, tenantFlag } from '../lib/cli/flags.js';
import { whoami, whoamiCard } from '../lib/pool/whoami.js';

export default class Whoami extends AdminCommand {
  static override summary = 'Show where commands act, and in whose name.';
  static override description =
    'Where AWS does not accept the credentials it shows the rest, says why on stderr, and exits with 6.';
  static override flags = { ...connectionFlags, ...tenantFlag };

  async run(): Promise<void> {
    const { flags } = await this.parse(Whoami);
    const { who, error } = await whoami(await this.open(flags));
    await this.showCard(who, whoamiCard, flags);
    // Beside the card and not in its place, in JSON too: what is known of the context is what mends the credentials.
    if (error !== undefined) this.failBeside(error);
    // The credentials of another account, which no call would be allowed with.
    else if (who.identityProblem !== null) process.exitCode = EXIT.credentials;
  }
}
