import { expect } from 'chai';

import UsersResendInvite from '../../../src/commands/users/resend-invite.js';
import { ownPlace } from '../../helpers/place.js';
import { commandRunner } from '../../helpers/run-command.js';

const LIAM_EXPIRED = 'liam.obrien@tenant-two.example';
const EMMA_INVITED = 'emma.larsen@tenant-one.example';
const BEN = 'ben.carter@tenant-one.example';
const MEI_FEDERATED = 'AzureAD_mei.tanaka@tenant-two.example';
const TEMPORARY = 'Welcome-Demo-2026!';

describe('users resend-invite', () => {
  const place = ownPlace();
  const run = commandRunner(place);

  it('renews an expired invitation with a new password, and the old one is refused', async () => {
    const before = (await place().user(LIAM_EXPIRED))!;
    const expired = await place().signIn(LIAM_EXPIRED, TEMPORARY);
    const started = Date.now();
    const result = await run(UsersResendInvite, [LIAM_EXPIRED]);
    const after = (await place().user(LIAM_EXPIRED))!;
    expect({
      expired,
      ...result,
      old: await place().signIn(LIAM_EXPIRED, TEMPORARY),
      isAnotherPassword: before.password?.hash !== after.password?.hash,
      isFreshClock: (after.temporarySince ?? 0) >= started,
      status: after.status,
    }).to.deep.equal({
      expired: 'Temporary password has expired and must be reset by an administrator.',
      stdout: `Mailed ${LIAM_EXPIRED} a new invitation.\n`,
      stderr: 'Its temporary password is valid for 7 days.\n',
      exitCode: 0,
      asked: [],
      old: 'Incorrect username or password.',
      isAnotherPassword: true,
      isFreshClock: true,
      status: 'FORCE_CHANGE_PASSWORD',
    });
  });

  it('makes the same password valid again if it is the one that was mailed', async () => {
    const { password } = (await place().user(LIAM_EXPIRED))!;
    await run(UsersResendInvite, [LIAM_EXPIRED]);
    // Only the mail has the new password; the old one instead shows that the expiry was renewed.
    await place().edit(({ users }) => {
      const liam = Object.values(users).find(({ attributes }) => attributes.email === LIAM_EXPIRED)!;
      if (password !== undefined) liam.password = password;
    });
    expect(await place().signIn(LIAM_EXPIRED, TEMPORARY)).to.equal('NEW_PASSWORD_REQUIRED');
  });

  it('takes several users, and sends no mail if one of them has no pending invitation', async () => {
    const { stdout } = await run(UsersResendInvite, [LIAM_EXPIRED, EMMA_INVITED, '-q']);
    const before = await place().bytes();
    const confirmed = await run(UsersResendInvite, [LIAM_EXPIRED, BEN]);
    const federated = await run(UsersResendInvite, [LIAM_EXPIRED, MEI_FEDERATED]);
    expect({
      done: stdout.split('\n').length - 1,
      codes: [confirmed.exitCode, federated.exitCode],
      stderr: confirmed.stderr,
      isUntouched: before === (await place().bytes()),
    }).to.deep.equal({
      done: 2,
      codes: [3, 3],
      stderr:
        `error: ${BEN} has no pending invitation: the status is CONFIRMED\n` +
        '  None of the others was changed.\n' +
        `  To set another password: sf-admin users reset-password ${BEN}\n`,
      isUntouched: true,
    });
  });

  it('mails nothing with --dry-run', async () => {
    const before = await place().bytes();
    const { stdout, exitCode } = await run(UsersResendInvite, [LIAM_EXPIRED, '--dry-run']);
    expect({ stdout, exitCode, isUntouched: before === (await place().bytes()) }).to.deep.equal({
      stdout:
        `users resend-invite ${LIAM_EXPIRED} (tenant_002)\n` +
        '  password: will be replaced by a temporary one\n' +
        '  invitation: mailed → mailed again\n',
      exitCode: 0,
      isUntouched: true,
    });
  });
});
