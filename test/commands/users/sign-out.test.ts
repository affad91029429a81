import { expect } from 'chai';

import UsersSignOut from '../../../src/commands/users/sign-out.js';
import { ownPlace } from '../../helpers/place.js';
import { commandRunner } from '../../helpers/run-command.js';

const BEN = 'ben.carter@tenant-one.example';
const CHLOE = 'chloe.dubois@tenant-one.example';
const PASSWORD = 'Sandbox-Demo-2026!';

describe('users sign-out', () => {
  const place = ownPlace();
  const run = commandRunner(place);

  it('revokes the refresh tokens of several users, who can sign in again', async () => {
    const token = await place().refreshToken(BEN, PASSWORD);
    const before = await place().renew(BEN, token);
    const { stdout, stderr, exitCode } = await run(UsersSignOut, [BEN, CHLOE]);
    expect({
      before,
      stdout,
      stderr,
      exitCode,
      renewal: await place().renew(BEN, token),
      signIn: await place().signIn(BEN, PASSWORD),
    }).to.deep.equal({
      before: 'signed in',
      stdout: `Signed ${BEN} out.\nSigned ${CHLOE} out.\n`,
      stderr:
        'A browser that signed in through the hosted UI can be signed in again without a password ' +
        'until its session there ends. To keep the user out: sf-admin users lockdown USER\n' +
        'APIs that verify access tokens offline still accept tokens that were already issued, for at most 1 hour.\n',
      exitCode: 0,
      renewal: 'Refresh Token has been revoked',
      signIn: 'signed in',
    });
  });

  it('signs no user out with --dry-run, or if one of several does not exist', async () => {
    const token = await place().refreshToken(BEN, PASSWORD);
    const rehearsal = await run(UsersSignOut, [BEN, '--dry-run']);
    const missing = await run(UsersSignOut, [BEN, 'nobody@example.com']);
    expect({
      codes: [rehearsal.exitCode, missing.exitCode],
      shown: rehearsal.stdout,
      renewal: await place().renew(BEN, token),
    }).to.deep.equal({
      codes: [0, 4],
      shown: `users sign-out ${BEN} (tenant_001)\n  refresh tokens: valid → revoked\n`,
      renewal: 'signed in',
    });
  });
});
