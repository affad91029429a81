import { Args, Flags } from '@oclif/core';

import { BatchCommand } from '../../lib/cli/run-command.js';
import {
  assignmentFlag,
  batchFlags,
  credentialsFlag,
  passwordChoice,
  passwordFlags,
  tenantFlag,
} from '../../lib/cli/flags.js';
import { askNewUser } from '../../lib/users/attributes/ask-new-user.js';
import { createUser } from '../../lib/users/changes/create-user.js';
import { passwordOfMany } from '../../lib/users/passwords/password-source.js';

export default class UsersCreate extends BatchCommand {
  static override summary = 'Create a user, with a verified email, in a tenant, with roles.';
  static override description =
    'In a terminal it asks for what is missing; with --yes, not for a department. Cognito mails an invitation with a temporary password, unless ' +
    '--no-invite or --permanent is given.';
  static override examples = [
    '<%= config.bin %> <%= command.id %> ana@example.com --tenant tenant_001 --role itsm_agent',
    '<%= config.bin %> <%= command.id %> ana@example.com --tenant tenant_001 --role itsm_agent --permanent --generate-password',
  ];
  static override args = {
    email: Args.string({ ignoreStdin: true, description: 'The address to sign in with.' }),
  };
  static override flags = {
    ...tenantFlag,
    ...batchFlags,
    ...credentialsFlag,
    role: Flags.string({
      summary: 'A role; repeat it, or separate several by commas.',
      helpValue: 'ROLE',
      multiple: true,
      multipleNonGreedy: true,
    }),
    department: Flags.string({ summary: 'Department ID.', helpValue: 'ID' }),
    'given-name': Flags.string({ summary: 'Given name.', helpValue: 'NAME' }),
    'family-name': Flags.string({ summary: 'Family name.', helpValue: 'NAME' }),
    attribute: assignmentFlag({ summary: 'A further attribute; repeatable.' }),
    ...passwordFlags,
    permanent: Flags.boolean({
      summary: 'The password need not be changed at the first sign-in; no mail is sent.',
    }),
    'no-invite': Flags.boolean({ summary: 'Mail no invitation.' }),
    'if-not-exists': Flags.boolean({ summary: 'Succeed, writing nothing, where the user exists already.' }),
  };

  async run(): Promise<void> {
    const { args, flags } = await this.parse(UsersCreate);
    const further = {
      givenName: flags['given-name'],
      familyName: flags['family-name'],
      attributes: flags.attribute ?? [],
      permanent: flags.permanent,
      invite: !flags['no-invite'],
      ifNotExists: flags['if-not-exists'],
    };
    if (flags.from !== undefined) {
      if (args.email !== undefined) this.readsInput([args.email], flags);
      const password = passwordOfMany(passwordChoice(flags), flags);
      const { role: roles = [], department, tenant } = flags;
      const defaults = { ...further, tenant, roles, department, password };
      const { createUsersOperation } = await import('../../lib/runs/operations/create-users.js');
      return this.runJob((directory) => createUsersOperation(directory, defaults), flags, flags.credentials);
    }
    const directory = await this.open(flags);
    const basics = await askNewUser(
      directory,
      {
        email: args.email,
        roles: flags.role ?? [],
        department: flags.department,
        password: passwordChoice(flags),
        permanent: flags.permanent,
        dryRun: flags['dry-run'],
        neededOnly: flags.yes,
      },
      this.prompter(flags['no-input']),
    );
    await this.change(directory, await createUser(directory, { ...basics, ...further }), flags);
  }
}
