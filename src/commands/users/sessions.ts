import { Flags } from '@oclif/core';

import { userArg } from '../../lib/cli/args.js';
import { carryOutAndReport } from '../../lib/cli/carry-out-and-report.js';
import { AdminCommand } from '../../lib/cli/command.js';
import { changeFlags } from '../../lib/cli/flags/change.js';
import { tenantFlag } from '../../lib/cli/flags/connection.js';
import { flagGroup } from '../../lib/cli/flags/flag-group.js';
import { listFlags } from '../../lib/cli/flags/output.js';
import { showList } from '../../lib/cli/show.js';
import { revokeSessions } from '../../lib/users/changes/revoke-sessions.js';
import { listSessions } from '../../lib/users/read/list-sessions.js';
import { sessionList } from '../../lib/users/read/session-view.js';

export default class UsersSessions extends AdminCommand {
  static override summary = "List a user's open sessions, or revoke them.";
  static override examples = [
    '<%= config.bin %> <%= command.id %> ana@example.com',
    '<%= config.bin %> <%= command.id %> ana@example.com --revoke-all --yes',
  ];
  static override args = userArg;
  static override flags = {
    ...changeFlags,
    ...tenantFlag,
    ...flagGroup('OUTPUT', listFlags, { exclusive: ['revoke', 'revoke-all'] }),
    revoke: Flags.string({ summary: 'Revoke this session.', helpValue: 'ID', exclusive: ['revoke-all'] }),
    'revoke-all': Flags.boolean({ summary: 'Revoke all sessions.' }),
  };

  async run(): Promise<void> {
    const { args, flags, cli } = await this.start(UsersSessions);
    const session = flags.revoke;
    if (session === undefined && !flags['revoke-all']) {
      await showList(listSessions(await cli.open(), args), sessionList, cli);
    } else {
      const directory = await cli.openForChange();
      await carryOutAndReport(cli, directory, await revokeSessions(directory, { ...args, session }));
    }
  }
}
