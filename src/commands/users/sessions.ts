import { Flags } from '@oclif/core';

import { userArg } from '../../lib/cli/args.js';
import { ChangeCommand } from '../../lib/cli/change-command.js';
import { columnsFlag, tenantFlag } from '../../lib/cli/flags.js';
import { listSessions } from '../../lib/users/read/list-sessions.js';
import { revokeSessions } from '../../lib/users/changes/revoke-sessions.js';
import { sessionList } from '../../lib/users/read/session-view.js';

export default class UsersSessions extends ChangeCommand {
  static override summary = "List a user's open sessions, or revoke them.";
  static override args = userArg;
  static override flags = {
    ...tenantFlag,
    ...columnsFlag,
    revoke: Flags.string({ summary: 'Revoke this one.', helpValue: 'ID', exclusive: ['revoke-all'] }),
    'revoke-all': Flags.boolean({ summary: 'Revoke all of them.' }),
  };

  async run(): Promise<void> {
    const { args, flags } = await this.parse(UsersSessions);
    const directory = await this.open(flags);
    const session = flags.revoke;
    if (session === undefined && !flags['revoke-all']) {
      await this.showList(listSessions(directory, args), sessionList, flags);
    } else {
      await this.change(directory, await revokeSessions(directory, { ...args, session }), flags);
    }
  }
}
