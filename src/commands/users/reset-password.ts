import { Flags, type Interfaces } from '@oclif/core';

import { userOrFromArg } from '../../lib/cli/args.js';
import { BatchCommand } from '../../lib/cli/run-command.js';
import {
  batchFlags,
  credentialsFlag,
  passwordChoice,
  passwordFlags,
  tenantFlag,
} from '../../lib/cli/flags.js';
import { requirePasswordOfMany, requirePasswordSource } from '../../lib/users/passwords/password-source.js';
import { resetPassword } from '../../lib/users/passwords/reset-password.js';

export default class UsersResetPassword extends BatchCommand {
  static override summary = 'Give a user another password, or have a code sent to choose one with.';
  static override description =
    'Without a flag the password is temporary: the user changes it at the first sign-in. It is typed at a hidden ' +
    'prompt, read from stdin or made here; it is never an argument.';
  static override examples = [
    '<%= config.bin %> <%= command.id %> ana@example.com --temporary --generate-password',
    '<%= config.bin %> <%= command.id %> ana@example.com --permanent --password-stdin < password.txt',
  ];
  static override args = userOrFromArg;
  static override flags = {
    ...tenantFlag,
    ...batchFlags,
    ...credentialsFlag,
    temporary: Flags.boolean({
      summary: 'To be changed at the first sign-in (the default).',
      exclusive: ['permanent', 'send-code'],
    }),
    permanent: Flags.boolean({ summary: 'Good until it is changed.', exclusive: ['send-code'] }),
    'send-code': Flags.boolean({
      summary: 'Have Cognito send a code; the user chooses the password.',
      exclusive: ['generate-password', 'password-stdin'],
    }),
    ...passwordFlags,
  };

  async run(): Promise<void> {
    const { args, flags } = await this.parse(UsersResetPassword);
    const { user } = args;
    if (user === undefined || flags.from !== undefined) return this.resetMany(user, flags);
    const directory = await this.open(flags);
    const asking = { user, prompter: this.prompter(flags['no-input']), dryRun: flags['dry-run'] };
    const change = flags['send-code']
      ? await resetPassword(directory, { user, mode: 'send-code' })
      : await resetPassword(directory, {
          user,
          mode: flags.permanent ? 'permanent' : 'temporary',
          password: await requirePasswordSource(passwordChoice(flags), asking),
        });
    await this.change(directory, change, flags);
  }

  private async resetMany(
    user: string | undefined,
    flags: Interfaces.InferredFlags<typeof UsersResetPassword.baseFlags & typeof UsersResetPassword.flags>,
  ): Promise<void> {
    this.readsInput(user === undefined ? [] : [user], flags);
    const { resetPasswordsOperation } = await import('../../lib/runs/operations/reset-passwords.js');
    const input = flags['send-code']
      ? ({ mode: 'send-code' } as const)
      : ({
          mode: flags.permanent ? 'permanent' : 'temporary',
          password: requirePasswordOfMany(passwordChoice(flags), flags),
        } as const);
    await this.runJob(() => resetPasswordsOperation(input), flags, flags.credentials);
  }
}
