import { Flags } from '@oclif/core';

import { AdminCommand } from '../../lib/cli/command.js';
import { listFlags } from '../../lib/cli/flags/output.js';
import { limitFlag } from '../../lib/cli/flags/user-filter.js';
import { showList } from '../../lib/cli/show.js';
import { messageList } from '../../lib/sandbox/outbox/outbox-view.js';
import { readOutbox } from '../../lib/sandbox/outbox/read-outbox.js';
import { sandboxFile } from '../../lib/sandbox/state/state-file.js';

export default class SandboxOutbox extends AdminCommand {
  static override summary = 'List the messages that Cognito would have sent to users of the sandbox, newest first.';
  static override description =
    'These are invitations, and codes for sign-ups, new addresses, password resets and MFA, with the temporary passwords ' +
    'and codes in clear. The newest 1,000 are kept.';
  static override examples = [
    '<%= config.bin %> <%= command.id %>',
    '<%= config.bin %> <%= command.id %> --user ana@example.com --limit 1',
  ];
  static override flags = {
    ...listFlags,
    ...limitFlag,
    user: Flags.string({ summary: 'Only messages to this user, by email, sub or user name.', helpValue: 'USER' }),
  };

  async run(): Promise<void> {
    const { flags, cli } = await this.start(SandboxOutbox);
    const messages = await readOutbox(sandboxFile(this.config.dataDir), { user: flags.user });
    await showList(messages, messageList, cli);
    if (messages.length === 0) cli.note('0 messages.');
  }
}
