import { Args, Flags } from '@oclif/core';

import { carryOutInTenant } from '../../lib/cli/carry-out-in-tenant.js';
import { usersArgument } from '../../lib/cli/change-users.js';
import { AdminCommand } from '../../lib/cli/command.js';
import { passwordChoice, passwordFlags } from '../../lib/cli/flags/password.js';
import { credentialsFlag, runFlags } from '../../lib/cli/flags/run.js';
import { newUserFlags } from '../../lib/cli/flags/user.js';
import { runAndReport } from '../../lib/cli/run-and-report.js';
import { CREATION_EXAMPLE } from '../../lib/input/rows/example-rows.js';
import { askNewUser } from '../../lib/users/attributes/ask-new-user.js';
import { createUser } from '../../lib/users/changes/create-user.js';
import { passwordOfMany } from '../../lib/users/passwords/password-source.js';

export default class UsersCreate extends AdminCommand {
  static override summary = 'Create a user with a verified email, in a tenant, with roles.';
  static override description =
    'In a terminal it asks for what is missing; with --yes only for what is required. Cognito mails an invitation with a ' +
    'temporary password, unless --no-invite or --permanent is given.';
  static override examples = [
    '<%= config.bin %> <%= command.id %> ana@example.com --tenant tenant_001 --role itsm_agent',
    '<%= config.bin %> <%= command.id %> ben@example.com --tenant tenant_001 --role itsm_agent --permanent --generate-password',
  ];
  static override exampleRow = CREATION_EXAMPLE;
  static override args = { email: Args.string({ ignoreStdin: true, description: 'Email address to sign in with.' }) };
  static override flags = {
    ...runFlags,
    ...credentialsFlag,
    ...newUserFlags,
    ...passwordFlags,
    permanent: Flags.boolean({ summary: 'Set a permanent password; no invitation is sent.' }),
    'no-invite': Flags.boolean({ summary: 'Do not send an invitation.' }),
    'if-not-exists': Flags.boolean({ summary: 'Succeed without changing anything if the user exists.' }),
  };

  async run(): Promise<void> {
    const { args, flags, cli } = await this.start(UsersCreate);
    const { role: roles = [], department, permanent, from, tenant } = flags;
    const password = passwordChoice(flags, { isNeeded: permanent });
    const further = {
      givenName: flags['given-name'],
      familyName: flags['family-name'],
      attributes: flags.attribute ?? [],
      permanent,
      invite: !flags['no-invite'],
      ifNotExists: flags['if-not-exists'],
    };
    if (from !== undefined) {
      usersArgument(args.email, flags);
      const defaults = { ...further, tenant, roles, department, password: passwordOfMany(password, flags) };
      const { createUsersOperation } = await import('../../lib/runs/operations/create-users.js');
      return runAndReport(cli, (directory) => createUsersOperation(directory, defaults));
    }
    const directory = await cli.openForChange();
    const neededOnly = flags.yes || cli.applies !== undefined;
    const given = { ...args, roles, department, password, permanent, dryRun: flags['dry-run'], neededOnly };
    const basics = await askNewUser(directory, given, cli.prompter);
    const into = { tenant: basics.tenant, user: basics.email };
    await carryOutInTenant(cli, directory, into, () => createUser(directory, { ...basics, ...further }));
  }
}
