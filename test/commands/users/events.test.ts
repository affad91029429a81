import { expect } from 'chai';

import UsersEvents from '../../../src/commands/users/events.js';
import { ownPlace } from '../../helpers/place.js';
import { commandRunner } from '../../helpers/run-command.js';

const BEN = 'ben.carter@tenant-one.example';
const PASSWORD = 'Sandbox-Demo-2026!';

describe('users events', () => {
  const place = ownPlace();
  const run = commandRunner(place);

  it('lists the events newest first if the pool has threat protection, and changes nothing', async () => {
    await place().edit(({ settings }) => {
      settings.UserPoolTier = 'PLUS';
      settings.UserPoolAddOns = { AdvancedSecurityMode: 'AUDIT' };
    });
    await place().signIn(BEN, PASSWORD);
    await place().signIn(BEN, 'wrong');
    const before = await place().bytes();
    const all = await run(UsersEvents, [BEN, '--json', '--columns', 'type,result,challenges']);
    const latest = await run(UsersEvents, [BEN, '--limit', '1', '-o', 'csv', '--columns', 'result']);
    expect({
      all: JSON.parse(all.stdout) as unknown,
      latest: latest.stdout,
      note: latest.stderr,
      codes: [all.exitCode, latest.exitCode],
      isUntouched: before === (await place().bytes()),
    }).to.deep.equal({
      all: [
        { type: 'SignIn', result: 'Fail', challenges: ['Password Failure'] },
        { type: 'SignIn', result: 'Pass', challenges: ['Password Success'] },
      ],
      latest: 'result\nFail\n',
      note: 'Showing the first 1; there are more. To see them, use a higher --limit.\n',
      codes: [0, 0],
      isUntouched: true,
    });
  });

  it('exits with 7 if the pool records no events', async () => {
    const { stdout, exitCode } = await run(UsersEvents, [BEN, '--json']);
    const { error } = JSON.parse(stdout) as { error: { code: string; message: string; exitCode: number } };
    expect([exitCode, error.exitCode, error.code, error.message]).to.deep.equal([
      7,
      7,
      'UNSUPPORTED_OPERATION',
      'the sandbox does not support AdminListUserAuthEvents for this pool: ' +
        'User pool add-ons are not enabled for user pool us-east-1_Sandbox01',
    ]);
  });
});
