import { Flags } from '@oclif/core';

import { AdminCommand } from '../../lib/cli/admin-command.js';
import { userArg } from '../../lib/cli/args.js';
import { columnsFlag, connectionFlags, tenantFlag } from '../../lib/cli/flags.js';
import { eventList } from '../../lib/users/read/event-view.js';
import { listEvents } from '../../lib/users/read/list-events.js';

export default class UsersEvents extends AdminCommand {
  static override summary = "List a user's latest sign-in events, newest first.";
  static override description = "Cognito records them where the user pool's tier has threat protection.";
  static override args = userArg;
  static override flags = {
    ...connectionFlags,
    ...tenantFlag,
    ...columnsFlag,
    limit: Flags.integer({ summary: 'Stop after so many.', min: 1, default: 60, helpValue: 'N' }),
  };

  async run(): Promise<void> {
    const { args, flags } = await this.parse(UsersEvents);
    const directory = await this.open(flags);
    await this.showList(listEvents(directory, { ...args, limit: flags.limit }), eventList, flags);
  }
}
