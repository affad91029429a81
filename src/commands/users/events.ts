import { Flags } from '@oclif/core';

import { userArg } from '../../lib/cli/args.js';
import { AdminCommand } from '../../lib/cli/command.js';
import { connectionFlags, tenantFlag } from '../../lib/cli/flags/connection.js';
import { listFlags } from '../../lib/cli/flags/output.js';
import { rowsToRead, showList } from '../../lib/cli/show.js';
import { eventList } from '../../lib/users/read/event-view.js';
import { listEvents } from '../../lib/users/read/list-events.js';

export default class UsersEvents extends AdminCommand {
  static override summary = "List a user's sign-in events, newest first.";
  static override description = 'Cognito records them if the feature plan of the user pool has threat protection.';
  static override examples = [
    '<%= config.bin %> <%= command.id %> ana@example.com --limit 10',
    '<%= config.bin %> <%= command.id %> ana@example.com -o csv',
  ];
  static override args = userArg;
  static override flags = {
    ...connectionFlags,
    ...tenantFlag,
    ...listFlags,
    limit: Flags.integer({ summary: 'Maximum number of results.', min: 1, default: 60, helpValue: 'N' }),
  };

  async run(): Promise<void> {
    const { args, flags, cli } = await this.start(UsersEvents);
    const directory = await cli.open();
    await showList(listEvents(directory, { ...args, limit: rowsToRead(flags) ?? Infinity }), eventList, cli);
  }
}
