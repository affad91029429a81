import { AdminCommand } from '../lib/cli/command.js';
import { connectionFlags, tenantFlag } from '../lib/cli/flags/connection.js';
import { reportFailureOfResult } from '../lib/cli/report-error.js';
import { showCard } from '../lib/cli/show.js';
import { EXIT } from '../lib/errors.js';
import { whoami, whoamiCard } from '../lib/pool/whoami.js';

export default class Whoami extends AdminCommand {
  static override summary = 'Show the context, user pool and identity that commands use.';
  static override description =
    'If AWS does not accept the credentials, everything else is shown, the reason goes to stderr, and the exit status is 6.';
  static override examples = [
    '<%= config.bin %> <%= command.id %>',
    '<%= config.bin %> <%= command.id %> --context stackflow -o json',
  ];
  static override flags = { ...connectionFlags, ...tenantFlag };

  async run(): Promise<void> {
    const { cli } = await this.start(Whoami);
    const { who, error } = await whoami(await cli.open());
    await showCard(who, whoamiCard, cli);
    // With JSON too the error is not on stdout: what is known about the context helps to fix the credentials.
    if (error !== undefined) reportFailureOfResult(error, cli);
    // The credentials belong to another account, so that every call would be denied.
    else if (who.identityProblem !== null) cli.exitWith(EXIT.credentials);
  }
}
