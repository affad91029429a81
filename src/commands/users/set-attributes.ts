import { Flags } from '@oclif/core';

import { BatchCommand } from '../../lib/cli/run-command.js';
import { userOrFromArg } from '../../lib/cli/args.js';
import { assignmentFlag, batchFlags, tenantFlag } from '../../lib/cli/flags.js';
import { parseAttributes } from '../../lib/users/attributes/parse-attributes.js';
import { setAttributes } from '../../lib/users/changes/set-attributes.js';

const repeatable = { multiple: true, multipleNonGreedy: true } as const;

export default class UsersSetAttributes extends BatchCommand {
  static override summary = "Set a user's attributes, roles, email or tenant; nothing else moves.";
  static override examples = [
    '<%= config.bin %> <%= command.id %> ana@example.com --add-role itsm_admin --department D-42',
    '<%= config.bin %> <%= command.id %> ana@example.com --set locale=de-DE --unset nickname',
    '<%= config.bin %> <%= command.id %> ana@example.com --tenant tenant_001 --move-to-tenant tenant_002',
    '<%= config.bin %> users list --tenant tenant_001 -q | <%= config.bin %> <%= command.id %> --from - --move-to-tenant tenant_002 --yes',
  ];
  static override args = userOrFromArg;
  static override flags = {
    ...tenantFlag,
    ...batchFlags,
    set: assignmentFlag({ summary: 'Set an attribute; repeatable.' }),
    unset: Flags.string({ summary: 'Remove an attribute; repeatable.', helpValue: 'NAME', ...repeatable }),
    role: Flags.string({
      summary: 'All the roles the user shall have; repeatable, or separated by commas.',
      helpValue: 'ROLE',
      exclusive: ['add-role', 'remove-role'],
      ...repeatable,
    }),
    'add-role': Flags.string({ summary: 'Add a role; repeatable.', helpValue: 'ROLE', ...repeatable }),
    'remove-role': Flags.string({ summary: 'Remove a role; repeatable.', helpValue: 'ROLE', ...repeatable }),
    department: Flags.string({ summary: 'Department ID.', helpValue: 'ID' }),
    'given-name': Flags.string({ summary: 'Given name.', helpValue: 'NAME' }),
    'family-name': Flags.string({ summary: 'Family name.', helpValue: 'NAME' }),
    email: Flags.string({
      summary: 'A new address to sign in with, marked verified.',
      helpValue: 'NEW',
      // One address is one user's.
      exclusive: ['from'],
    }),
    'move-to-tenant': Flags.string({ summary: 'Move the user to another tenant.', helpValue: 'ID' }),
  };

  async run(): Promise<void> {
    const { args, flags } = await this.parse(UsersSetAttributes);
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
    const names = args.user === undefined ? [] : [args.user];
    if (this.readsInput(names, flags)) {
      const { setAttributesOperation } = await import('../../lib/runs/operations/set-attributes.js');
      await this.runJob((directory) => setAttributesOperation(directory, wanted), flags);
      return;
    }
    const directory = await this.open(flags);
    const text = { user: args.user ?? '', ...wanted, email: flags.email };
    const change = await setAttributes(directory, await parseAttributes(directory, text));
    await this.change(directory, change, flags);
  }
}
