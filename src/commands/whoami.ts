import { AdminCommand } from '../lib/admin-command.js';
import { EXIT } from '../lib/errors.js';
import { connectionFlags, tenantFlag } from '../lib/flags.js';
import { whoami, whoamiCard } from '../lib/pool/whoami.js';

export default class Whoami extends AdminCommand {
  static override summary = 'Show where commands act, and in whose name.';
  static override description =
    'Where AWS does not accept the credentials it shows the rest, says why, and exits with 6.';
  static override flags = { ...connectionFlags, ...tenantFlag };

  async run(): Promise<void> {
    const { flags } = await this.parse(Whoami);
    const who = await whoami(await this.open(flags));
    // A script that asks whether the credentials work must not have to read the answer.
    if (who.identityProblem !== null) process.exitCode = EXIT.credentials;
    await this.showCard(who, whoamiCard, flags);
  }
}
