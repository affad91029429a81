import { userOrFromArg } from '../../lib/cli/args.js';
import { carryOutAndReport } from '../../lib/cli/carry-out-and-report.js';
import { usersArgument } from '../../lib/cli/change-users.js';
import { AdminCommand } from '../../lib/cli/command.js';
import { identityFlags, identityToUnlink } from '../../lib/cli/flags/pool/identity.js';
import { runFlags } from '../../lib/cli/flags/run.js';
import { runAndReport } from '../../lib/cli/run-and-report.js';
import { IDENTITY_EXAMPLE } from '../../lib/input/rows/example-rows.js';
import { unlinkOperation } from '../../lib/runs/operations/change-links.js';
import { unlinkIdentity } from '../../lib/users/changes/change-links.js';

export default class UsersUnlink extends AdminCommand {
  static override summary = 'Unlink an identity at a provider from a user.';
  static override description =
    'Without --subject, it is the only identity that the user has at the provider. The next sign-in with the identity makes ' +
    'a new user; until then history undo links it again. Rows of --from have the columns user, provider and subject.';
  static override examples = [
    '<%= config.bin %> <%= command.id %> ana@example.com --provider AzureAD --reason INC-4711',
    '<%= config.bin %> <%= command.id %> ana@example.com --provider AzureAD --subject ana@corp.example',
    '<%= config.bin %> <%= command.id %> --from identities.csv --provider AzureAD --dry-run',
  ];
  static override exampleRow = IDENTITY_EXAMPLE;
  static override args = userOrFromArg;
  static override flags = { ...runFlags, ...identityFlags };

  async run(): Promise<void> {
    const { args, flags, cli } = await this.start(UsersUnlink);
    const user = usersArgument(args.user, flags);
    if (user === undefined) return runAndReport(cli, () => unlinkOperation(flags));
    const identity = identityToUnlink(flags);
    const directory = await cli.openForChange();
    await carryOutAndReport(cli, directory, await unlinkIdentity()(directory, user, identity));
  }
}
