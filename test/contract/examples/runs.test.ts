import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';

import { expect } from 'chai';

import { ANY_CREDENTIALS, whileServed, writeLiveContext } from '../../helpers/live-context.js';
import { ownPlace } from '../../helpers/place.js';
import { requireBuild } from '../../helpers/run-bin.js';
import { proxyTo, withFakeEndpoint } from '../fake-endpoint.js';
import { pidFile, runScript } from './script-runner.js';

const ANA = 'ana.silva@tenant-one.example';
const BEN = 'ben.carter@tenant-one.example';

const lastLine = (text: string) => text.trimEnd().split('\n').at(-1);

describe('offboard-leavers.sh', () => {
  before(requireBuild);
  const place = ownPlace();
  const offboard = async (emails: readonly string[], ...flags: string[]) => {
    const file = place().path('the leavers.csv');
    await writeFile(file, ['email,lastDay', ...emails.map((email) => `${email},2026-11-30`), ''].join('\n'));
    return runScript(place(), 'offboard-leavers.sh', [file, 'INC-4711', ...flags]);
  };
  const enabled = async () => [(await place().user(ANA))?.enabled, (await place().user(BEN))?.enabled];

  it('shows the plan, and disables the users and signs them out with --yes', async () => {
    const plan = await offboard([ANA, BEN]);
    expect(plan.stdout).to.include('refresh tokens: valid → revoked');
    expect(plan.stdout).to.include('2 users will change\nin tenant_001 (2)\n');
    expect([plan.code, await enabled()]).to.deep.equal([0, [true, true]]);
    const done = await offboard([ANA, BEN], '--yes');
    expect([done.code, done.stdout, await enabled()]).to.deep.equal([
      ...[0, 'users disable: 2 changed.\n'],
      [false, false],
    ]);
    expect(await place().signIn(BEN, 'Sandbox-Demo-2026!')).to.equal('User is disabled.');
  });

  it('keeps the failed rows of an earlier run if it only shows the plan', async () => {
    const file = place().path('the leavers.csv.failed.csv');
    await writeFile(file, 'earlier');
    expect((await offboard([ANA])).code).to.equal(0);
    expect((await offboard([ANA], '--yes', '--dry-run')).code).to.equal(0);
    expect([await readFile(file, 'utf8'), await enabled()]).to.deep.equal(['earlier', [true, true]]);
  });

  it('does the rest after half of it was done', async () => {
    await offboard([ANA], '--yes');
    expect((await offboard([ANA, BEN], '--yes')).code).to.equal(0);
    expect(await enabled()).to.deep.equal([false, false]);
  });

  it('changes nothing if a user is unknown, and the others with --skip-invalid', async () => {
    const refused = await offboard([ANA, 'nobody@tenant-one.example', BEN], '--yes');
    expect([refused.code, await enabled()]).to.deep.equal([4, [true, true]]);
    const { code } = await offboard([ANA, 'nobody@tenant-one.example', BEN], '--yes', '--skip-invalid');
    const failed = await readFile(place().path('the leavers.csv.failed.csv'), 'utf8');
    expect([code, await enabled(), failed.split('\n')[1]?.split(',').slice(0, 3)]).to.deep.equal([
      ...[8, [false, false]],
      ['nobody@tenant-one.example', '2026-11-30', 'USER_NOT_FOUND'],
    ]);
  });
});

describe('take-customer-in.sh', () => {
  before(requireBuild);
  const place = ownPlace();
  const JOINERS = ['nina', 'otto', 'pia', 'quentin'].map((name) => `${name}@tenant-nine.example`);
  const users = async () =>
    Object.values((await place().pool()).users)
      .filter(({ attributes }) => attributes['custom:tenant_id'] === 'tenant_009')
      .map(({ attributes }) => attributes.email)
      .sort();
  const takeIn = async (flags: readonly string[], env = {}, roles = 'itsm_agent') => {
    const file = place().path('joiners.csv');
    await writeFile(file, ['email,roles', ...JOINERS.map((email) => `${email},${roles}`), ''].join('\n'));
    return runScript(place(), 'take-customer-in.sh', ['tenant_009', file, ...flags], env);
  };
  it('shows the plan, creates the users with --yes, and leaves them as they are the second time', async () => {
    const plan = await takeIn([]);
    expect([plan.code, await users()]).to.deep.equal([0, []]);
    const first = await takeIn(['--yes']);
    const second = await takeIn(['--yes']);
    expect([first.code, first.stdout, second.code, second.stdout, await users()]).to.deep.equal([
      ...[0, 'users create: 4 changed.\n'],
      ...[0, 'users create: 0 changed, 4 unchanged.\n'],
      JOINERS,
    ]);
    expect(lastLine(first.stderr)).to.equal('Checked 4 users: 0 findings.');
  });

  const NAME = 'sandbox';
  for (const where of [['--context', NAME], [`--context=${NAME}`], ['-c', NAME], [`-c${NAME}`]]) {
    it(`checks the tenant where it created the users: ${where.join(' ')}`, async () => {
      await writeLiveContext(place(), 'http://127.0.0.1:1');
      const { code, stderr } = await takeIn(['--yes', ...where]);
      expect([code, await users(), lastLine(stderr)]).to.deep.equal([0, JOINERS, 'Checked 4 users: 0 findings.']);
    });
  }

  it('creates nobody if a row is wrong', async () => {
    const { code, stderr } = await takeIn(['--yes'], {}, 'itsm_agnt');
    expect([code, await users(), stderr.includes('itsm_agnt')]).to.deep.equal([2, [], true]);
  });

  it('creates the rest after it was killed half way, and each user once', async () => {
    const created: unknown[] = [];
    await whileServed(place(), async (target) => {
      let isKilled = false;
      const killing = proxyTo(target, (operation, { Username }) => {
        if (operation !== 'AdminCreateUser') return false;
        if (created.push(Username) !== 3 || isKilled) return false;
        isKilled = true;
        created.pop();
        void readFile(pidFile(place()), 'utf8').then((pid) => process.kill(Number(pid), 'SIGKILL'));
        return true;
      });
      await withFakeEndpoint(killing, async (url) => {
        await writeLiveContext(place(), url);
        const flags = ['--yes', '--max-concurrency', '1'];
        const killed = await takeIn(flags, ANY_CREDENTIALS);
        expect([killed.code, (await users()).length]).to.deep.equal([137, 2]);
        const again = await takeIn(flags, ANY_CREDENTIALS);
        expect([again.code, again.stdout, await users()]).to.deep.equal([
          ...[0, 'users create: 2 changed, 2 unchanged.\n'],
          JOINERS,
        ]);
      });
    });
    expect(created).to.deep.equal(JOINERS);
  });
});

describe('nightly-backup.sh', () => {
  before(requireBuild);
  const place = ownPlace();
  const folder = () => place().path('the backups');
  const today = () => new Date().toISOString().slice(0, 10);
  const backUp = (...more: string[]) => runScript(place(), 'nightly-backup.sh', [folder(), ...more]);

  it('makes the backup of the day once, prints its digest, and removes the oldest ones only', async () => {
    for (const name of ['2026-01-01', '2026-01-02', '2026-01-03', 'unfinished', '2026-01-04']) {
      await mkdir(`${folder()}/${name}`, { recursive: true });
      if (name !== '2026-01-04') await writeFile(`${folder()}/${name}/manifest.json`, '{}');
    }
    const first = await backUp('2');
    expect({ code: first.code, stdout: first.stdout }).to.deep.equal({
      code: 0,
      stdout: `${await digestOf(`${folder()}/${today()}/manifest.json`)}\n`,
    });
    // The one of the fourth of January was never completed.
    const kept = ['2026-01-03', '2026-01-04', today(), 'unfinished'];
    expect(await readdir(folder())).to.have.members(kept);

    const second = await backUp('2');
    expect([second.code, second.stdout, lastLine(second.stderr)]).to.deep.equal([
      0,
      '',
      `nightly-backup.sh: the backup of today is complete: ${folder()}/${today()}`,
    ]);
    expect(await readdir(folder())).to.have.members(kept);
  });

  it('removes nothing if the backup fails, nor for a number that is none', async () => {
    await mkdir(`${folder()}/2026-01-01`, { recursive: true });
    await writeFile(`${folder()}/2026-01-01/manifest.json`, '{}');
    await mkdir(`${folder()}/2026-01-02`);
    await writeFile(`${folder()}/2026-01-02/manifest.json`, '{}');
    await writeFile(`${folder()}/${today()}`, 'in the way');
    const failed = await backUp('1');
    const refused = await backUp('0');
    expect([failed.code, refused.code, (await readdir(folder())).length]).to.deep.equal([5, 2, 3]);
  });
});

async function digestOf(file: string): Promise<string> {
  return createHash('sha256')
    .update(await readFile(file))
    .digest('hex');
}
