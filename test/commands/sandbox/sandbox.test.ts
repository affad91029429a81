import { stat } from 'node:fs/promises';

import { expect } from 'chai';

import SandboxReset from '../../../src/commands/sandbox/reset.js';
import SandboxServe from '../../../src/commands/sandbox/serve.js';
import SandboxStatus from '../../../src/commands/sandbox/status.js';
import UsersDisable from '../../../src/commands/users/disable.js';
import { ownPlace } from '../../helpers/place.js';
import { commandRunner } from '../../helpers/run-command.js';

describe('the sandbox commands', () => {
  const place = ownPlace();
  const run = commandRunner(place);

  it('status shows the contents of the sandbox and its file', async () => {
    const { stdout, exitCode } = await run(SandboxStatus);
    expect({ lines: stdout.split('\n').slice(0, 4), exitCode }).to.deep.equal({
      lines: [
        'user pool   us-east-1_Sandbox01',
        'app client  sandbox0stackflow0client01',
        'users       20 (14 CONFIRMED, 2 FORCE_CHANGE_PASSWORD, 1 RESET_REQUIRED, 2 UNCONFIRMED, 1 EXTERNAL_PROVIDER, 3 disabled)',
        `file        ${place().sandbox}`,
      ],
      exitCode: 0,
    });
  });

  it('reset restores the initial state', async () => {
    await run(UsersDisable, ['ben.carter@tenant-one.example', '--yes']);
    const result = await run(SandboxReset);
    expect({
      ...result,
      enabled: (await place().user('ben.carter@tenant-one.example'))?.enabled,
    }).to.deep.equal({
      stdout: 'Reset the sandbox to 20 users.\n',
      stderr: '',
      exitCode: 0,
      asked: [],
      enabled: true,
    });
  });

  it('reset creates the number of users given', async () => {
    const { stdout } = await run(SandboxReset, ['--users', '70', '-o', 'json']);
    expect({
      said: JSON.parse(stdout) as unknown,
      stored: Object.keys((await place().pool()).users).length,
    }).to.deep.equal({
      said: { changed: true, poolId: 'us-east-1_Sandbox01', users: 70 },
      stored: 70,
    });
  });

  it('reset makes the state readable only by its owner', async () => {
    await run(SandboxReset);
    expect(((await stat(place().sandbox)).mode & 0o777).toString(8)).to.equal('600');
  });

  for (const [flag, value, first] of [
    ['--port', '70000', '--port: expected an integer less than or equal to 65535'],
    ['--port', 'x', '--port: expected an integer'],
    ['--fault', 'throttle', 'fault throttle needs a probability from 0 to 1'],
    ['--fault', 'flood=0.5', 'unknown fault "flood"'],
    ['--rps', '0', '--rps: expected an integer greater than or equal to 1'],
  ] as const) {
    it(`serve refuses ${flag} ${value} and exits`, async () => {
      const { exitCode, stdout, stderr } = await run(SandboxServe, [flag, value]);
      expect({ exitCode, stdout, first: stderr.split('\n')[0] }).to.deep.equal({
        exitCode: 2,
        stdout: '',
        first: `error: ${first}`,
      });
    });
  }
});
