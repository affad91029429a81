import { Flags } from '@oclif/core';

import { userOrFromArg } from '../../lib/cli/args.js';
import { carryOutAndReport } from '../../lib/cli/carry-out-and-report.js';
import { usersArgument } from '../../lib/cli/change-users.js';
import { AdminCommand } from '../../lib/cli/command.js';
import { passwordChoice, passwordFlags } from '../../lib/cli/flags/password.js';
import { credentialsFlag, runFlags } from '../../lib/cli/flags/run.js';
import { runAndReport } from '../../lib/cli/run-and-report.js';
import { requirePasswordOfMany, requirePasswordSource } from '../../lib/users/passwords/password-source.js';
import { resetPassword } from '../../lib/users/passwords/reset-password.js';

export default class UsersResetPassword extends AdminCommand {
  static override summary = 'Set a new password, or send a code to choose one with.';
  static override description =
    'By default the password is temporary: the user changes it at the first sign-in. It is typed at a hidden prompt, ' +
    'read from stdin or generated; it is never an argument.';
  static override examples = [
    '<%= config.bin %> <%= command.id %> ana@example.com --temporary --generate-password',
    '<%= config.bin %> <%= command.id %> ana@example.com --permanent --password-stdin < password.txt',
  ];
  static override args = userOrFromArg;
  static override flags = {
    ...runFlags,
    ...credentialsFlag,
    ...passwordFlags,
    temporary: Flags.boolean({
      summary: 'Set a temporary password (the default).',
      exclusive: ['permanent', 'send-code'],
    }),
    permanent: Flags.boolean({ summary: 'Set a permanent password.', exclusive: ['send-code'] }),
    'send-code': Flags.boolean({
      summary: 'Have Cognito send a code with which the user chooses a password.',
      exclusive: ['generate-password', 'password-stdin'],
    }),
  };

  async run(): Promise<void> {
    const { args, flags, cli } = await this.start(UsersResetPassword);
    const user = usersArgument(args.user, flags);
    const choice = passwordChoice(flags, { isNeeded: true });
    const mode = flags.permanent ? 'permanent' : 'temporary';
    if (user === undefined) {
      const { resetPasswordsOperation } = await import('../../lib/runs/operations/reset-passwords.js');
      const input = flags['send-code']
        ? ({ mode: 'send-code' } as const)
        : ({ mode, password: requirePasswordOfMany(choice, flags) } as const);
      return runAndReport(cli, () => resetPasswordsOperation(input));
    }
    const directory = await cli.openForChange();
    const asking = { user, prompter: cli.prompter, dryRun: flags['dry-run'] };
    const input = flags['send-code']
      ? ({ mode: 'send-code' } as const)
      : ({ mode, password: await requirePasswordSource(choice, asking) } as const);
    await carryOutAndReport(cli, directory, await resetPassword(directory, { user, ...input }));
  }
}
