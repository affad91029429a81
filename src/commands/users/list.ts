import { Flags } from '@oclif/core';

import { AdminCommand } from '../../lib/admin-command.js';
import { columnsFlag, connectionFlags } from '../../lib/flags.js';
import { listUsers, USER_STATUSES } from '../../lib/users/list-users.js';
import { userList } from '../../lib/users/user-view.js';

export default class UsersList extends AdminCommand {
  static override summary = 'List users, filtered by Cognito where it can and here where it cannot.';
  static override examples = [
    '<%= config.bin %> <%= command.id %> --tenant tenant_001 --role cloud_admin',
    '<%= config.bin %> <%= command.id %> --status FORCE_CHANGE_PASSWORD -o csv --columns email,createdAt',
    '<%= config.bin %> <%= command.id %> --tenant tenant_003 -q | xargs -r <%= config.bin %> users disable --yes',
  ];
  static override flags = {
    ...connectionFlags,
    ...columnsFlag,
    tenant: Flags.string({ summary: 'Users of this tenant.', helpValue: 'ID' }),
    role: Flags.string({ summary: 'Users with this role, perhaps among others.', helpValue: 'ROLE' }),
    department: Flags.string({ summary: 'Users of this department.', helpValue: 'ID' }),
    status: Flags.option({ options: USER_STATUSES, summary: 'Users in this status.', helpValue: 'STATUS' })(),
    enabled: Flags.boolean({ summary: 'Users who may sign in.', exclusive: ['disabled'] }),
    disabled: Flags.boolean({ summary: 'Users who may not.' }),
    'email-prefix': Flags.string({ summary: 'Users whose address starts with this.', helpValue: 'TEXT' }),
    limit: Flags.integer({ summary: 'Stop after so many.', min: 1, helpValue: 'N' }),
  };

  async run(): Promise<void> {
    const { flags } = await this.parse(UsersList);
    const directory = await this.open(flags);
    const search = listUsers(directory, {
      role: flags.role,
      department: flags.department,
      status: flags.status,
      enabled: flags.enabled ? true : flags.disabled ? false : undefined,
      emailPrefix: flags['email-prefix'],
      limit: flags.limit,
    });
    await this.showList(search.users, userList, flags, () => `${search.read()} users read so far`);
    this.note(`Found ${search.found()} of ${search.read()} users read.`);
  }
}
