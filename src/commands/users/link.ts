import { userOrFromArg } from '../../lib/cli/args.js';
import { carryOutAndReport } from '../../lib/cli/carry-out-and-report.js';
import { usersArgument } from '../../lib/cli/change-users.js';
import { AdminCommand } from '../../lib/cli/command.js';
import { identityFlags, requiredIdentity } from '../../lib/cli/flags/pool/identity.js';
import { runFlags } from '../../lib/cli/flags/run.js';
import { runAndReport } from '../../lib/cli/run-and-report.js';
import { IDENTITY_EXAMPLE } from '../../lib/input/rows/example-rows.js';
import { linkOperation } from '../../lib/runs/operations/change-links.js';
import { linkIdentity } from '../../lib/users/changes/change-links.js';

export default class UsersLink extends AdminCommand {
  static override summary = 'Link an identity at a provider to a user, who then signs in with it.';
  static override description =
    'The identity must not have signed in before: its first sign-in makes a user of its own, which Cognito cannot link. ' +
    'Rows of --from have the columns user, provider and subject.';
  static override examples = [
    '<%= config.bin %> <%= command.id %> ana@example.com --provider AzureAD --subject ana@corp.example --reason INC-4711',
    '<%= config.bin %> <%= command.id %> --from identities.csv --provider AzureAD --dry-run',
  ];
  static override exampleRow = IDENTITY_EXAMPLE;
  static override args = userOrFromArg;
  static override flags = { ...runFlags, ...identityFlags };

  async run(): Promise<void> {
    const { args, flags, cli } = await this.start(UsersLink);
    const user = usersArgument(args.user, flags);
    if (user === undefined) return runAndReport(cli, () => linkOperation(flags));
    const identity = requiredIdentity(flags);
    const directory = await cli.openForChange();
    await carryOutAndReport(cli, directory, await linkIdentity()(directory, user, identity));
  }
}
