import { Args } from '@oclif/core';

import { AdminCommand } from '../../lib/cli/command.js';
import { connectionFlags } from '../../lib/cli/flags/connection.js';
import { listFlags } from '../../lib/cli/flags/output.js';
import { userFilter, userFilterFlags } from '../../lib/cli/flags/user-filter.js';
import { searchSummary, showList } from '../../lib/cli/show.js';
import { counted } from '../../lib/text/counted.js';
import { listUsers } from '../../lib/users/read/list-users.js';
import { userList } from '../../lib/users/read/user-view.js';

export default class UsersFind extends AdminCommand {
  static override summary = 'Find users by a part of their name, email address, sub or user name.';
  static override description =
    'Upper and lower case make no difference. Cognito cannot search like this, so every user that the filters leave is ' +
    'read once. Without a match the exit status is 0.';
  static override examples = [
    '<%= config.bin %> <%= command.id %> silva',
    '<%= config.bin %> <%= command.id %> "ana silva" --tenant tenant_001 -o json',
    '<%= config.bin %> <%= command.id %> @old.example --enabled -q',
  ];
  static override args = {
    text: Args.string({ ignoreStdin: true, description: 'Part of a name, address, sub or user name.', required: true }),
  };
  static override flags = { ...connectionFlags, ...listFlags, ...userFilterFlags };

  async run(): Promise<void> {
    const { args, flags, cli } = await this.start(UsersFind);
    const search = listUsers(await cli.open(), {
      ...userFilter(flags, { isSorted: flags.sort !== undefined }),
      text: args.text,
    });
    await showList(search.users, userList, cli, () => `${counted(search.read(), 'user')} scanned`);
    cli.note(searchSummary(search));
  }
}
