import { userOrFromArg } from '../../lib/cli/args.js';
import { carryOutInTenant } from '../../lib/cli/carry-out-in-tenant.js';
import { usersArgument } from '../../lib/cli/change-users.js';
import { AdminCommand } from '../../lib/cli/command.js';
import { runFlags } from '../../lib/cli/flags/run.js';
import { attributeFlags } from '../../lib/cli/flags/user.js';
import { runAndReport } from '../../lib/cli/run-and-report.js';
import { ATTRIBUTES_EXAMPLE } from '../../lib/input/rows/example-rows.js';
import { parseAttributes } from '../../lib/users/attributes/parse-attributes.js';
import { setAttributes } from '../../lib/users/changes/set-attributes.js';

export default class UsersSetAttributes extends AdminCommand {
  static override summary = "Set a user's attributes, roles, email or tenant; other attributes stay the same.";
  static override examples = [
    '<%= config.bin %> <%= command.id %> ana@example.com --add-role itsm_admin --department D-42',
    '<%= config.bin %> <%= command.id %> ana@example.com --set locale=de-DE --unset nickname',
    '<%= config.bin %> <%= command.id %> ana@example.com --tenant tenant_001 --move-to-tenant tenant_002',
    '<%= config.bin %> users list --tenant tenant_001 -q | <%= config.bin %> <%= command.id %> --from - --move-to-tenant tenant_002 --yes',
  ];
  static override exampleRow = ATTRIBUTES_EXAMPLE;
  static override args = userOrFromArg;
  static override flags = { ...runFlags, ...attributeFlags };

  async run(): Promise<void> {
    const { args, flags, cli } = await this.start(UsersSetAttributes);
    const wanted = {
      set: flags.set ?? [],
      unset: flags.unset ?? [],
      roles: flags.role ?? [],
      addRoles: flags['add-role'] ?? [],
      removeRoles: flags['remove-role'] ?? [],
      department: flags.department,
      givenName: flags['given-name'],
      familyName: flags['family-name'],
      moveToTenant: flags['move-to-tenant'],
    };
    const user = usersArgument(args.user, flags);
    if (user === undefined) {
      const { setAttributesOperation } = await import('../../lib/runs/operations/set-attributes.js');
      return runAndReport(cli, (directory) => setAttributesOperation(directory, wanted));
    }
    const directory = await cli.openForChange();
    const text = { user, ...wanted, email: flags.email };
    const into = { tenant: wanted.moveToTenant?.trim(), user };
    await carryOutInTenant(cli, directory, into, async () =>
      setAttributes(directory, await parseAttributes(directory, text)),
    );
  }
}
