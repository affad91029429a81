import { expect } from 'chai';

import UsersSessions from '../../../src/commands/users/sessions.js';
import { ownPlace } from '../../helpers/place.js';
import { commandRunner } from '../../helpers/run-command.js';

const DAVID = 'david.okafor@tenant-one.example';
const TARA = 'tara.iyer@tenant-three.example';
const BEN = 'ben.carter@tenant-one.example';
const PASSWORD = 'Sandbox-Demo-2026!';
const PHONE = 'tknseeded0000000000000000002';
const LAPTOP = 'tknseeded0000000000000000001';
const TOKEN = 'tknseeded0000000000000000003';
const HOSTED = 'ssoseeded0000000000000000001';

describe('users sessions', () => {
  const place = ownPlace();
  const run = commandRunner(place);

  async function open(email: string): Promise<string[]> {
    const { Sessions } = await place().call('AdminListUserSessions', { Username: email });
    return (Sessions as { SessionId: string }[]).map(({ SessionId }) => SessionId);
  }

  it('lists the open sessions and changes nothing', async () => {
    const before = await place().bytes();
    const { stdout, exitCode } = await run(UsersSessions, [DAVID, '-o', 'csv', '--columns', 'id,type,ipAddress,city']);
    expect({ stdout, exitCode, isUntouched: before === (await place().bytes()) }).to.deep.equal({
      stdout:
        'id,type,ipAddress,city\n' + `${PHONE},TOKEN,198.51.100.73,Porto\n` + `${LAPTOP},TOKEN,192.0.2.17,Lisbon\n`,
      exitCode: 0,
      isUntouched: true,
    });
  });

  it('lists no sessions for a user without any', async () => {
    const { stdout, exitCode } = await run(UsersSessions, [BEN, '--json']);
    expect([stdout, exitCode]).to.deep.equal(['[]\n', 0]);
  });

  it('--revoke ends one session and names the other one that it came from', async () => {
    const { stdout, stderr, exitCode } = await run(UsersSessions, [TARA, '--revoke', TOKEN]);
    expect({
      stdout,
      stderr: stderr.split('\n').slice(0, 2),
      exitCode,
      open: await open(TARA),
    }).to.deep.equal({
      stdout: `Revoked 1 session of ${TARA}.\n`,
      stderr: [
        `It was opened through session ${HOSTED} of the hosted UI, which can open another. To revoke that too:`,
        `sf-admin users sessions ${TARA} --revoke ${HOSTED}`,
      ],
      exitCode: 0,
      open: [HOSTED],
    });
  });

  it('--revoke leaves the other sessions alive', async () => {
    const token = await place().refreshToken(DAVID, PASSWORD);
    await run(UsersSessions, [DAVID, '--revoke', PHONE]);
    expect(await place().renew(DAVID, token)).to.equal('signed in');
  });

  it('--revoke-all ends all sessions and their refresh tokens; a second time it changes nothing', async () => {
    const token = await place().refreshToken(DAVID, PASSWORD);
    const first = await run(UsersSessions, [DAVID, '--revoke-all']);
    const second = await run(UsersSessions, [DAVID, '--revoke-all']);
    expect({
      said: [first.stdout, second.stdout],
      codes: [first.exitCode, second.exitCode],
      open: await open(DAVID),
      renewal: await place().renew(DAVID, token),
    }).to.deep.equal({
      said: [`Revoked 3 sessions of ${DAVID}.\n`, `${DAVID} has no open session. Nothing was changed.\n`],
      codes: [0, 0],
      open: [],
      renewal: 'Refresh Token has been revoked',
    });
  });

  it('writes nothing with --dry-run, for a session that is not open, or with both flags', async () => {
    const before = await place().bytes();
    const rehearsal = await run(UsersSessions, [DAVID, '--revoke', PHONE, '--dry-run']);
    const missing = await run(UsersSessions, [DAVID, '--revoke', HOSTED]);
    const both = await run(UsersSessions, [DAVID, '--revoke', PHONE, '--revoke-all']);
    expect({
      shown: rehearsal.stdout,
      codes: [rehearsal.exitCode, missing.exitCode, both.exitCode],
      isUntouched: before === (await place().bytes()),
    }).to.deep.equal({
      shown: `users sessions ${DAVID} (tenant_001)\n  sessions:\n    - ${PHONE}\n`,
      codes: [0, 4, 2],
      isUntouched: true,
    });
  });

  it('exits with 7 if the pool tracks no sessions', async () => {
    await place().call('SetUserPoolSessionConfiguration', {
      UserSessionTracking: 'DISABLED',
      TokenSession: { MaxPerUser: 20 },
    });
    const { stdout, exitCode } = await run(UsersSessions, [DAVID, '--json']);
    const { error } = JSON.parse(stdout) as { error: { code: string; message: string } };
    expect({ exitCode, code: error.code, message: error.message }).to.deep.equal({
      exitCode: 7,
      code: 'UNSUPPORTED_OPERATION',
      message:
        'the sandbox does not support AdminListUserSessions for this pool: ' +
        'User session tracking is not enabled for this user pool',
    });
  });
});
