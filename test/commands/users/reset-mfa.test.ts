import { expect } from 'chai';

import UsersResetMfa from '../../../src/commands/users/reset-mfa.js';
import { ownPlace } from '../../helpers/place.js';
import { commandRunner } from '../../helpers/run-command.js';

const ANA_TOTP = 'ana.silva@tenant-one.example';
const KATYA_SMS = 'katya.novak@tenant-two.example';
const BEN = 'ben.carter@tenant-one.example';
const PASSWORD = 'Sandbox-Demo-2026!';

describe('users reset-mfa', () => {
  const place = ownPlace();
  const run = commandRunner(place);

  it('lets a user who lost their authenticator app sign in with the password only', async () => {
    const before = await place().signIn(ANA_TOTP, PASSWORD);
    const result = await run(UsersResetMfa, [ANA_TOTP, '--yes']);
    const { ConfiguredUserAuthFactors } = await place().call('AdminGetUserAuthFactors', {
      Username: ANA_TOTP,
    });
    expect({
      before,
      ...result,
      after: await place().signIn(ANA_TOTP, PASSWORD),
      ConfiguredUserAuthFactors,
    }).to.deep.equal({
      before: 'SOFTWARE_TOKEN_MFA',
      stdout:
        `Reset the second factors of ${ANA_TOTP}.\n` +
        '  clear the preference: done\n' +
        '  remove the TOTP factor: done\n',
      stderr: `${ANA_TOTP} holds itsm_admin and must register a new factor at the next sign-in.\n`,
      exitCode: 0,
      asked: [],
      after: 'signed in',
      ConfiguredUserAuthFactors: ['PASSWORD'],
    });
  });

  it('turns SMS codes off and keeps the phone number', async () => {
    const before = await place().signIn(KATYA_SMS, PASSWORD);
    const { stdout } = await run(UsersResetMfa, [KATYA_SMS, '--yes']);
    const { phone_number: number } = (await place().user(KATYA_SMS))!.attributes;
    expect([before, stdout, await place().signIn(KATYA_SMS, PASSWORD), number]).to.deep.equal([
      'SMS_MFA',
      `Reset the second factors of ${KATYA_SMS}.\n  clear the preference: done\n`,
      'signed in',
      '+351210000011',
    ]);
  });

  it('asks first and shows what would change', async () => {
    const before = await place().bytes();
    const { asked, exitCode, stderr } = await run(UsersResetMfa, [ANA_TOTP], { tty: true, answers: [false] });
    expect({
      asked,
      exitCode,
      shown: stderr.split('\n').slice(0, 5),
      isUntouched: before === (await place().bytes()),
    }).to.deep.equal({
      asked: [{ kind: 'confirm', message: `users reset-mfa ${ANA_TOTP} in context sandbox. Continue?` }],
      exitCode: 130,
      shown: [
        `users reset-mfa ${ANA_TOTP} (tenant_001)`,
        '  MFA methods: SOFTWARE_TOKEN_MFA → (none)',
        '  MFA preferred: SOFTWARE_TOKEN_MFA → (none)',
        '  TOTP factor: registered → (none)',
        'They can sign in with the password alone until they register a new factor. ' +
          `It lets somebody sign in as ${ANA_TOTP}, who holds itsm_admin, which is privileged.`,
      ],
      isUntouched: true,
    });
  });

  it('asks nothing and writes nothing if there is no second factor', async () => {
    const before = await place().bytes();
    const result = await run(UsersResetMfa, [BEN]);
    expect({ ...result, isUntouched: before === (await place().bytes()) }).to.deep.equal({
      stdout: `${BEN} has no second factor. Nothing was changed.\n`,
      stderr: '',
      exitCode: 0,
      asked: [],
      isUntouched: true,
    });
  });
});
