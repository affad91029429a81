import { expect } from 'chai';

import SandboxOutbox from '../../../src/commands/sandbox/outbox.js';
import SandboxReset from '../../../src/commands/sandbox/reset.js';
import UsersResendInvite from '../../../src/commands/users/resend-invite.js';
import UsersResetPassword from '../../../src/commands/users/reset-password.js';
import { ownPlace } from '../../helpers/place.js';
import { commandRunner } from '../../helpers/run-command.js';

const BEN = 'ben.carter@tenant-one.example';
const EMMA = 'emma.larsen@tenant-one.example';

describe('sandbox outbox', () => {
  const place = ownPlace();
  const run = commandRunner(place);

  /** A password reset for Ben, and then an invitation for Emma. */
  async function sendTwo(): Promise<void> {
    await run(UsersResetPassword, [BEN, '--send-code', '--yes']);
    await run(UsersResendInvite, [EMMA, '--yes']);
  }

  it('is empty at first, and says so', async () => {
    const { stdout, stderr, exitCode } = await run(SandboxOutbox, ['-o', 'json']);
    expect({ stdout, stderr, exitCode }).to.deep.equal({ stdout: '[]\n', stderr: '0 messages.\n', exitCode: 0 });
    expect(await run(SandboxOutbox)).to.include({ stdout: '', stderr: '0 messages.\n' });
  });

  it('shows what users of the sandbox would have received, newest first, with codes and passwords', async () => {
    await sendTwo();
    const { stdout } = await run(SandboxOutbox);
    expect(stdout.replaceAll(/\d{4}-\S+Z|\d{6}/g, '#').replace(/password is \S+/, 'password is #')).to.equal(
      [
        `invitation to ${EMMA}`,
        '  at       #',
        '  medium   EMAIL',
        '  subject  Your temporary password',
        `  text     Your username is ${EMMA} and temporary password is #`,
        '',
        `password-reset to ${BEN}`,
        '  at       #',
        '  medium   EMAIL',
        '  subject  Your verification code',
        '  text     Your confirmation code is #.',
        '',
      ].join('\n'),
    );
  });

  it('has every message as JSON', async () => {
    await run(UsersResetPassword, [BEN, '--send-code', '--yes']);
    const { stdout } = await run(SandboxOutbox, ['-o', 'json']);
    const [message] = JSON.parse(stdout) as [Record<string, unknown>];
    expect({ ...message, at: '', text: '' }).to.deep.equal({
      poolId: 'us-east-1_Sandbox01',
      number: 1,
      at: '',
      subject: 'Your verification code',
      username: '5af10000-0000-4000-8000-000000000002',
      kind: 'password-reset',
      medium: 'EMAIL',
      to: BEN,
      text: '',
    });
  });

  for (const user of [BEN, BEN.toUpperCase(), '5af10000-0000-4000-8000-000000000002']) {
    it(`shows only the messages to ${user}`, async () => {
      await sendTwo();
      const { stdout } = await run(SandboxOutbox, ['--user', user, '--columns', 'to', '--no-header']);
      expect(stdout).to.equal(`${BEN}\n`);
    });
  }

  it('still finds the messages to a user who has been deleted', async () => {
    await sendTwo();
    await place().edit((pool) => {
      Reflect.deleteProperty(pool.users, '5af10000-0000-4000-8000-000000000002');
    });
    const { stdout } = await run(SandboxOutbox, ['--user', BEN, '-q']);
    expect(stdout).to.equal('5af10000-0000-4000-8000-000000000002\n');
  });

  it('shows the newest up to --limit, and says that there are more', async () => {
    await sendTwo();
    const { stdout, stderr } = await run(SandboxOutbox, ['--limit', '1', '--columns', 'kind', '--no-header']);
    expect({ stdout, stderr }).to.deep.equal({
      stdout: 'invitation\n',
      stderr: 'Showing the first 1; there are more. To see them, use a higher --limit.\n',
    });
  });

  it('makes a template with control characters harmless', async () => {
    await place().edit((pool) => {
      pool.settings.VerificationMessageTemplate = { EmailMessage: 'red: \u001b[31m{####}\u0007\nnext line' };
    });
    await run(UsersResetPassword, [BEN, '--send-code', '--yes']);
    const { stdout } = await run(SandboxOutbox);
    expect(stdout).to.not.match(/[\u0000-\u0009\u000b-\u001f]/);
    expect(stdout).to.match(/red: .*\d{6}/);
  });

  it('is emptied by a reset of the sandbox', async () => {
    await sendTwo();
    await run(SandboxReset);
    expect((await run(SandboxOutbox, ['-o', 'json'])).stdout).to.equal('[]\n');
  });
});
