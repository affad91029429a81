import { expect } from 'chai';

import UsersDiagnose from '../../../src/commands/users/diagnose.js';
import UsersEnable from '../../../src/commands/users/enable.js';
import UsersLockdown from '../../../src/commands/users/lockdown.js';
import { ANY_CREDENTIALS, whileServed, writeLiveContext } from '../../helpers/live-context.js';
import { ownPlace } from '../../helpers/place.js';
import { commandRunner } from '../../helpers/run-command.js';
import { outcomesIn } from '../../helpers/outcomes.js';

const DAVID_WITH_DEVICES = 'david.okafor@tenant-one.example';
const TARA_ON_HOSTED_PAGES = 'tara.iyer@tenant-three.example';
const PASSWORD = 'Sandbox-Demo-2026!';

const TRACKING = (UserSessionTracking: 'ENABLED' | 'DISABLED') => ({
  UserSessionTracking,
  TokenSession: { MaxPerUser: 20 },
});

describe('users lockdown', () => {
  const place = ownPlace();
  const run = commandRunner(place);

  it('locks a user out everywhere, reports each step, and says how long access tokens stay valid', async () => {
    const token = await place().refreshToken(DAVID_WITH_DEVICES, PASSWORD);
    const before = await place().renew(DAVID_WITH_DEVICES, token);
    const result = await run(UsersLockdown, [DAVID_WITH_DEVICES, '--yes']);
    expect({ before, ...result }).to.deep.equal({
      before: 'signed in',
      stdout:
        `Locked ${DAVID_WITH_DEVICES} down.\n` +
        '  disable: done\n' +
        '  sign out everywhere: done\n' +
        '  revoke sessions: unchanged, no session\n' +
        '  forget devices: done, 2 devices\n',
      stderr:
        'APIs that verify access tokens offline still accept tokens that were already issued, for at most 1 hour.\n',
      exitCode: 0,
      asked: [],
    });
    const { enabled, devices } = (await place().user(DAVID_WITH_DEVICES))!;
    expect({ enabled, devices, signIn: await place().signIn(DAVID_WITH_DEVICES, PASSWORD) }).to.deep.equal({
      enabled: false,
      devices: {},
      signIn: 'User is disabled.',
    });

    await run(UsersEnable, [DAVID_WITH_DEVICES, '--yes']);
    expect({
      renewal: await place().renew(DAVID_WITH_DEVICES, token),
      signIn: await place().signIn(DAVID_WITH_DEVICES, PASSWORD),
    }).to.deep.equal({ renewal: 'Refresh Token has been revoked', signIn: 'signed in' });
  });

  it('ends the hosted UI session, which a sign-out leaves open, of a disabled user too', async () => {
    await place().call('SetUserPoolSessionConfiguration', TRACKING('ENABLED'));
    await place().edit(({ users }) => {
      const tara = Object.values(users).find(({ attributes }) => attributes.email === TARA_ON_HOSTED_PAGES)!;
      tara.enabled = false;
    });
    const { stdout } = await run(UsersLockdown, [TARA_ON_HOSTED_PAGES, '--yes']);
    const { Sessions } = await place().call('AdminListUserSessions', { Username: TARA_ON_HOSTED_PAGES });
    expect([stdout.split('\n').slice(1, 4), Sessions]).to.deep.equal([
      ['  disable: unchanged', '  sign out everywhere: done', '  revoke sessions: done, 1 session'],
      [],
    ]);
  });

  it('skips sessions if the pool does not track them, and succeeds', async () => {
    await place().call('SetUserPoolSessionConfiguration', TRACKING('DISABLED'));
    const { stdout, exitCode } = await run(UsersLockdown, [DAVID_WITH_DEVICES, '--yes', '--json']);
    const [{ steps }] = outcomesIn(stdout) as [{ steps: object[] }];
    expect({ exitCode, steps, enabled: (await place().user(DAVID_WITH_DEVICES))?.enabled }).to.deep.equal({
      exitCode: 0,
      steps: [
        { step: 'disable', result: 'done' },
        { step: 'sign out everywhere', result: 'done' },
        {
          step: 'revoke sessions',
          result: 'skipped',
          detail:
            'the sandbox does not support AdminListUserSessions for this pool: ' +
            'User session tracking is not enabled for this user pool',
        },
        { step: 'forget devices', result: 'done', detail: '2 devices' },
      ],
      enabled: false,
    });
  });

  it('asks first and shows what would change', async () => {
    const before = await place().bytes();
    const { asked, exitCode, stderr } = await run(UsersLockdown, [DAVID_WITH_DEVICES], {
      tty: true,
      answers: [false],
    });
    expect({
      asked,
      exitCode,
      shown: stderr.split('\n').slice(0, 6),
      isUntouched: before === (await place().bytes()),
    }).to.deep.equal({
      asked: [{ kind: 'confirm', message: `users lockdown ${DAVID_WITH_DEVICES} in context sandbox. Continue?` }],
      exitCode: 130,
      shown: [
        `users lockdown ${DAVID_WITH_DEVICES} (tenant_001)`,
        '  enabled: yes → no',
        '  refresh tokens: valid → revoked',
        '  sessions: open → revoked',
        '  devices: remembered → forgotten',
        'They cannot sign in until enabled again, and are signed out everywhere.',
      ],
      isUntouched: true,
    });
  });

  it('writes nothing with --dry-run, for a user of another tenant, or without a terminal to ask on', async () => {
    const before = await place().bytes();
    const codes = [];
    for (const argv of [['--dry-run'], ['--tenant', 'tenant_002', '--yes'], []]) {
      codes.push((await run(UsersLockdown, [DAVID_WITH_DEVICES, ...argv])).exitCode);
    }
    expect([codes, before === (await place().bytes())]).to.deep.equal([[0, 3, 2], true]);
  });

  it('requires the name to be typed in a protected context', async () => {
    const { asked, exitCode } = await whileServed(place(), async (url) => {
      await writeLiveContext(place(), url, 'protected: true');
      return run(UsersLockdown, [DAVID_WITH_DEVICES], {
        tty: true,
        answers: [DAVID_WITH_DEVICES],
        env: ANY_CREDENTIALS,
      });
    });
    expect({ asked, exitCode, enabled: (await place().user(DAVID_WITH_DEVICES))?.enabled }).to.deep.equal({
      asked: [
        {
          kind: 'typed',
          message: `users lockdown ${DAVID_WITH_DEVICES} in context live (protected). Type ${DAVID_WITH_DEVICES} to continue:`,
        },
      ],
      exitCode: 0,
      enabled: false,
    });
  });

  it('leaves a state that users diagnose explains', async () => {
    await run(UsersLockdown, [DAVID_WITH_DEVICES, '--yes']);
    const { stdout } = await run(UsersDiagnose, [DAVID_WITH_DEVICES, '-q']);
    expect(stdout.split('\n')[0]).to.equal('DISABLED');
  });
});
