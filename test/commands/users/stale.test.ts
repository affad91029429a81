import { rm, writeFile } from 'node:fs/promises';

import { expect } from 'chai';

import UsersDisable from '../../../src/commands/users/disable.js';
import UsersStale from '../../../src/commands/users/stale.js';
import { ownPlace } from '../../helpers/place.js';
import { commandRunner } from '../../helpers/run-command.js';
import { userCall } from '../../lib/cloudtrail/trail.js';

const ID = (number: number) => `5af10000-0000-4000-8000-${String(number).padStart(12, '0')}`;
/** Users of the sandbox: one who signed up and never confirmed, one who was invited long ago, and one in use. */
const [HUGO, LIAM, BEN] = [8, 12, 2].map(ID) as [string, string, string];

interface Row {
  readonly username: string;
  readonly state: string;
  readonly criterion: string;
  readonly evidence: string | null;
}

const rowsOf = (json: string) =>
  (JSON.parse(json) as Row[]).map(({ username, state, criterion, evidence }) => [username, criterion, state, evidence]);

describe('users stale', () => {
  const place = ownPlace();
  const run = commandRunner(place);
  /** Makes the dates of a user older. */
  const age = (number: number, days: number) =>
    place().edit((pool) => {
      const user = pool.users[ID(number)]!;
      const time = Date.now() - days * 86_400_000;
      Object.assign(user, { createdAt: time, modifiedAt: time });
    });

  it('lists who is stale, counts of whom that is not known, and why, and changes nothing', async () => {
    await age(8, 20);
    await age(12, 40);
    const before = await place().bytes();
    const { stdout, stderr, exitCode } = await run(UsersStale, ['--json']);
    expect(rowsOf(stdout)).to.deep.equal([
      [HUGO, 'unconfirmed', 'stale', 'status'],
      [LIAM, 'invited', 'stale', 'status'],
    ]);
    expect(stderr).to.match(/^2 stale, \d+ unknown \(20 users scanned\)\.\n/);
    expect(stderr).to.match(
      /\nwarning: unknown for \d+ users: the user pool records sign-ins only with threat protection, which is off\n$/,
    );
    expect([exitCode, before === (await place().bytes())]).to.deep.equal([0, true]);
  });

  it('prints names that users disable reads, and never those of whom it is not known', async () => {
    await age(8, 20);
    await age(12, 40);
    const { stdout } = await run(UsersStale, ['-q']);
    expect(stdout).to.equal(`${HUGO}\n${LIAM}\n`);
    const file = place().path('stale.ndjson');
    await writeFile(file, (await run(UsersStale, ['-o', 'ndjson'])).stdout);
    const { exitCode } = await run(UsersDisable, ['--from', file, '--yes', '-q']);
    expect([exitCode, (await run(UsersStale, ['-q'])).stdout]).to.deep.equal([0, '']);
    await rm(file);
  });

  it('finds inactive users by their events', async () => {
    await place().edit((pool) => {
      pool.settings.UserPoolTier = 'PLUS';
      pool.settings.UserPoolAddOns = { AdvancedSecurityMode: 'AUDIT' };
      pool.modifiedAt = Date.parse('2026-01-01T00:00:00Z');
    });
    for (const number of [2, 3]) await age(number, 100);
    await place().signIn('ben.carter@tenant-one.example', 'Sandbox-Demo-2026!');
    const { stdout } = await run(UsersStale, ['--inactive', '90d', '--tenant', 'tenant_001', '--json']);
    const names = rowsOf(stdout).map(([name]) => name);
    expect([names.includes(ID(3)), names.includes(BEN)]).to.deep.equal([true, false]);
  });

  it('says what a CloudTrail file covers, and finds activity in it', async () => {
    await age(12, 40);
    const file = place().path('trail.json');
    const [old, recent] = [35, 3].map((days) => new Date(Date.now() - days * 86_400_000).toISOString());
    await writeFile(file, JSON.stringify({ Records: [userCall('nobody', old!), userCall(LIAM, recent!)] }));
    const { stdout, stderr } = await run(UsersStale, ['--invited', '30', '--cloudtrail', file, '--json']);
    expect([rowsOf(stdout), stderr]).to.deep.equal([
      [],
      `The CloudTrail file has 2 records from ${old} to ${recent}, 2 of them about the user pool.\n` +
        '0 stale, 0 unknown (20 users scanned).\n',
    ]);
    await rm(file);
  });

  for (const [what, flags, message] of [
    ['a period without days', ['--inactive', 'long'], '--inactive "long" is not a number of days from 1 to 730'],
    ['a period of no days', ['--invited', '0d'], '--invited "0d" is not a number of days from 1 to 730'],
    [
      'a period before which no events are kept',
      ['--inactive', '731d'],
      '--inactive "731d" is not a number of days from 1 to 730',
    ],
    [
      'a CloudTrail file that is missing',
      ['--cloudtrail', 'no-such-file'],
      'cannot read "no-such-file": there is no such file or folder',
    ],
  ] as const) {
    it(`refuses ${what}`, async () => {
      const result = await run(UsersStale, [...flags, '--json']);
      const { error } = JSON.parse(result.stdout) as { error: { code: string; message: string } };
      expect([error.code, error.message, result.exitCode]).to.deep.equal(['USAGE', message, 2]);
    });
  }

  it('prints no unknown user with -q', async () => {
    const { exitCode, stderr } = await run(UsersStale, ['-q', '--include-unknown']);
    expect([exitCode, stderr.includes('--include-unknown')]).to.deep.equal([2, true]);
  });
});
