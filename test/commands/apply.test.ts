import { readFile, rm, writeFile } from 'node:fs/promises';

import { expect } from 'chai';

import Apply from '../../src/commands/apply.js';
import ClientAddCallback from '../../src/commands/client/add-callback.js';
import HistoryShow from '../../src/commands/history/show.js';
import UsersCreate from '../../src/commands/users/create.js';
import UsersDelete from '../../src/commands/users/delete.js';
import UsersDisable from '../../src/commands/users/disable.js';
import UsersEnable from '../../src/commands/users/enable.js';
import UsersResetPassword from '../../src/commands/users/reset-password.js';
import UsersSessions from '../../src/commands/users/sessions.js';
import { sandboxHistory } from '../../src/lib/history/history-stores.js';
import type { PlanDocument } from '../../src/lib/plans/plan-document.js';
import { ownPlace } from '../helpers/place.js';
import { readHistory } from '../helpers/read-history.js';
import { commandRunner } from '../helpers/run-command.js';

const ANA = 'ana.silva@tenant-one.example';
const BEN = 'ben.carter@tenant-one.example';
const EMMA = 'emma.larsen@tenant-one.example';

describe('apply', () => {
  const place = ownPlace();
  const run = commandRunner(place);
  const file = () => place().path('a.plan');
  const plan = async () => JSON.parse(await readFile(file(), 'utf8')) as PlanDocument;
  const edit = async (change: (document: PlanDocument) => object) =>
    writeFile(file(), JSON.stringify(change(await plan())));
  const isEnabled = async (...users: string[]) =>
    Promise.all(users.map(async (user) => (await place().user(user))?.enabled));
  const records = async () => (await readHistory(sandboxHistory(place().dataFolder))).records;
  const save = (...users: string[]) =>
    run(UsersDisable, [...users, '--reason', 'INC-4711', '--plan-out', file()]).then(({ exitCode }) => exitCode);

  it('carries out what was saved, and records both people, the reason and the file', async () => {
    await save(ANA, BEN);
    const { stdout, exitCode } = await run(Apply, [file(), '--yes']);
    const { id, createdBy, createdAt } = await plan();
    const recorded = (await records()).map(({ target, plan: origin, run: row, reason }) => ({
      label: target.label,
      by: origin?.createdBy,
      at: origin?.createdAt,
      digest: origin?.digest.length,
      row,
      reason,
    }));
    const one = { by: createdBy, at: createdAt, digest: 64, reason: 'INC-4711' };
    expect({ exitCode, stdout, recorded, enabled: await isEnabled(ANA, BEN) }).to.deep.equal({
      exitCode: 0,
      stdout: `Disabled ${ANA}.\nDisabled ${BEN}.\n`,
      recorded: [
        { ...one, label: ANA, row: { id, row: 1 } },
        { ...one, label: BEN, row: { id, row: 2 } },
      ],
      enabled: [false, false],
    });
  });

  it('shows in the history who made the plan', async () => {
    await save(ANA);
    await edit((document) => ({ ...document, createdBy: { osUser: 'olga', host: 'desk', accessKeyId: null } }));
    await run(Apply, [file(), '--yes']);
    const [record] = await records();
    const { stdout } = await run(HistoryShow, [record!.id]);
    expect(stdout).to.match(/planned by +olga on desk/);
  });

  it('asks as the command does, and changes nothing if the answer is no', async () => {
    await save(ANA);
    const { asked, exitCode } = await run(Apply, [file()], { tty: true, answers: [false] });
    expect([asked.length, exitCode, await isEnabled(ANA)]).to.deep.equal([1, 130, [true]]);
  });

  it('needs a confirmation without a terminal', async () => {
    await save(ANA);
    const { exitCode, stderr } = await run(Apply, [file()]);
    expect([exitCode, stderr.includes('needs confirmation'), await isEnabled(ANA)]).to.deep.equal([2, true, [true]]);
  });

  it('changes nothing with --dry-run', async () => {
    await save(ANA);
    const { stdout, exitCode } = await run(Apply, [file(), '--dry-run']);
    expect([exitCode, stdout, await isEnabled(ANA)]).to.deep.equal([
      0,
      `users disable ${ANA} (tenant_001)\n  enabled: yes → no\n`,
      [true],
    ]);
  });

  it('refuses a plan that was applied', async () => {
    await save(ANA);
    await run(Apply, [file(), '--yes']);
    await run(UsersEnable, [ANA, '--yes']);
    const { exitCode, stderr } = await run(Apply, [file(), '--yes']);
    expect([exitCode, stderr.includes('was applied on'), await isEnabled(ANA)]).to.deep.equal([5, true, [true]]);
  });

  it('names each target that has changed since, and changes none', async () => {
    await save(ANA, BEN, EMMA);
    await run(UsersDisable, [ANA, EMMA, '--yes']);
    const { exitCode, stderr } = await run(Apply, [file(), '--yes']);
    expect([exitCode, await isEnabled(BEN)]).to.deep.equal([5, [true]]);
    expect(stderr).to.equal(
      'error: 2 targets have changed since they were planned\n' +
        `  ${ANA} has changed since it was planned: enabled was yes, and is no now\n` +
        `  ${EMMA} has changed since it was planned: enabled was yes, and is no now\n` +
        '  Nothing was changed. Look at it, then make a new plan.\n',
    );
  });

  it('names a user who was deleted since', async () => {
    await save(ANA, BEN);
    await run(UsersDelete, [BEN, '--yes']);
    const { exitCode, stderr } = await run(Apply, [file(), '--yes']);
    expect([exitCode, await isEnabled(ANA)]).to.deep.equal([5, [true]]);
    expect(stderr).to.include(`${BEN} was deleted since it was planned`);
  });

  it('does the rest of a plan of which a part is done, also if its target is gone', async () => {
    await run(UsersDelete, [ANA, BEN, '--plan-out', file()]);
    const both = await plan();
    // As if it had been interrupted after the first change.
    await edit((document) => ({
      ...document,
      command: { ...document.command, arguments: [ANA] },
      plans: document.plans.slice(0, 1),
    }));
    await run(Apply, [file(), '--yes']);
    await edit(() => both);
    const { exitCode, stdout } = await run(Apply, [file(), '--yes']);
    expect([exitCode, stdout, (await records()).length]).to.deep.equal([0, `Deleted ${BEN}.\n`, 2]);
  });

  const altered: [what: string, change: (document: PlanDocument) => object, status: number][] = [
    [
      'the name of another user',
      (one) => ({ ...one, plans: one.plans.map((saved) => ({ ...saved, target: { ...saved.target, label: BEN } })) }),
      5,
    ],
    ['another effect', (one) => ({ ...one, command: { ...one.command, flags: ['--sign-out'] } }), 5],
    ['another command', (one) => ({ ...one, command: { ...one.command, name: 'users delete' } }), 5],
    ['a command that does not plan', (one) => ({ ...one, command: { ...one.command, name: 'users list' } }), 2],
    ['a command that there is not', (one) => ({ ...one, command: { ...one.command, name: 'users juggle' } }), 2],
    ['the command that applies plans', (one) => ({ ...one, command: { ...one.command, name: 'apply' } }), 2],
    ['a confirmation', (one) => ({ ...one, command: { ...one.command, flags: ['--yes'] } }), 2],
    ['another pool', (one) => ({ ...one, context: { ...one.context, poolId: 'us-east-1_WKK1AVJ2m' } }), 3],
    ['an expiry in the past', (one) => ({ ...one, expiresAt: '2026-01-01T00:00:00.000Z' }), 3],
  ];
  for (const [what, change, status] of altered) {
    it(`refuses a file with ${what}`, async () => {
      await save(ANA);
      await edit(change);
      const { exitCode, stdout } = await run(Apply, [file(), '--yes', '-o', 'json']);
      expect([exitCode, (JSON.parse(stdout) as { error: { exitCode: number } }).error.exitCode]).to.deep.equal([
        status,
        status,
      ]);
      expect([await isEnabled(ANA, BEN), await records()]).to.deep.equal([[true, true], []]);
    });
  }

  it('generates the password that was not known when it was planned, and keeps it out of the file', async () => {
    const saved = await run(UsersResetPassword, [ANA, '--permanent', '--plan-out', file()]);
    const { stdout, exitCode } = await run(Apply, [file(), '--yes', '--generate-password']);
    const password = /shown only once: (\S+)/.exec(stdout)?.[1] ?? '';
    expect([saved.exitCode, exitCode, password.length > 8]).to.deep.equal([0, 0, true]);
    expect(await readFile(file(), 'utf8')).not.to.include(password);
  });

  it('reads a password from stdin when it is applied, and not before', async () => {
    await run(UsersResetPassword, [BEN, '--permanent', '--password-stdin', '--plan-out', file()]);
    const { exitCode } = await run(Apply, [file(), '--yes'], { stdin: 'A-long-passphrase-2026!\n' });
    expect([exitCode, await place().signIn(BEN, 'A-long-passphrase-2026!')]).to.deep.equal([0, 'signed in']);
  });

  it('asks for nothing that was left out when it was planned', async () => {
    const user = ['nina@tenant-one.example', '--tenant', 'tenant_001', '--role', 'itsm_agent'];
    await run(UsersCreate, [...user, '--plan-out', file()], { tty: true });
    const { asked, exitCode } = await run(Apply, [file(), '--yes'], { tty: true });
    expect([asked, exitCode]).to.deep.equal([[], 0]);
  });
});

describe('--plan-out', () => {
  const place = ownPlace();
  const run = commandRunner(place);
  const file = () => place().path('a.plan');

  it('says in the plan what the changes of users cost', async () => {
    const costOf = async () => (JSON.parse(await readFile(file(), 'utf8')) as PlanDocument).cost;
    const input = place().path('leavers.txt');
    await writeFile(input, `${ANA}\n${BEN}\n`);
    await run(UsersDisable, ['--from', input, '--plan-out', file()]);
    const ofRun = await costOf();
    await rm(file());
    await run(UsersDisable, [ANA, '--plan-out', file()]);
    const price = { tier: 'ESSENTIALS', dollarsPerUser: 0.015 };
    expect([ofRun, await costOf()]).to.deep.equal([
      { ...price, writesPerSecond: null },
      { ...price, writesPerSecond: null },
    ]);
    await rm(file());
    await run(UsersDisable, ['--from', input, '--rate', '3', '--plan-out', file()]);
    expect(await costOf()).to.deep.equal({ ...price, writesPerSecond: 3 });
    await rm(file());
    await run(ClientAddCallback, ['https://portal.example.com/callback', '--plan-out', file()]);
    expect(await costOf()).to.equal(undefined);
  });

  it('does not ask for what is missing, since the answer would be asked for again', async () => {
    const { asked, exitCode, stderr } = await run(UsersCreate, ['nina@tenant-one.example', '--plan-out', file()], {
      tty: true,
    });
    expect([asked, exitCode, stderr.includes('a new user needs')]).to.deep.equal([[], 2, true]);
  });

  it('fails for a command line that changes nothing', async () => {
    const { exitCode, stderr } = await run(UsersSessions, [ANA, '--plan-out', file()]);
    expect([exitCode, stderr.includes('no plan was saved')]).to.deep.equal([2, true]);
  });

  it('refuses a file that exists before anything is read', async () => {
    await writeFile(file(), 'mine');
    const { exitCode, stdout } = await run(UsersDisable, ['nobody@example.com', '--plan-out', file(), '-o', 'json']);
    expect([exitCode, stdout.includes('FILE_EXISTS'), await readFile(file(), 'utf8')]).to.deep.equal([5, true, 'mine']);
  });

  for (const flag of ['--dry-run', '--yes', '--confirm=1']) {
    it(`cannot be combined with ${flag}`, async () => {
      expect((await run(UsersDisable, [ANA, '--plan-out', file(), flag])).exitCode).to.equal(2);
    });
  }

  it('refuses what a guard refuses, and saves nothing', async () => {
    const { exitCode } = await run(UsersDisable, [ANA, '--tenant', 'tenant_002', '--plan-out', file()]);
    expect([exitCode, await readFile(file(), 'utf8').catch(() => 'no file')]).to.deep.equal([3, 'no file']);
  });
});
