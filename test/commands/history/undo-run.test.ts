import { readFile, writeFile } from 'node:fs/promises';

import { expect } from 'chai';

import Apply from '../../../src/commands/apply.js';
import HistoryList from '../../../src/commands/history/list.js';
import HistoryShow from '../../../src/commands/history/show.js';
import HistoryUndo from '../../../src/commands/history/undo.js';
import UsersSetAttributes from '../../../src/commands/users/set-attributes.js';
import { carryOut } from '../../../src/lib/changes/carry-out.js';
import { AdminError } from '../../../src/lib/errors.js';
import { sandboxHistory } from '../../../src/lib/history/history-stores.js';
import type { ChangeRecord } from '../../../src/lib/history/record.js';
import type { PlanDocument } from '../../../src/lib/plans/plan-document.js';
import { undoChange } from '../../../src/lib/undo/undo-change.js';
import { createUser } from '../../../src/lib/users/changes/create-user.js';
import { enableUser } from '../../../src/lib/users/changes/enable-user.js';
import { setAttributes } from '../../../src/lib/users/changes/set-attributes.js';
import { AGREED } from '../../lib/changes/agreement.js';
import { creationInput } from '../../lib/users/creation-input.js';
import { openTestDirectory } from '../../helpers/directory.js';
import { makeRun } from '../../helpers/make-run.js';
import { ownPlace } from '../../helpers/place.js';
import { commandRunner } from '../../helpers/run-command.js';
import { outcomesIn } from '../../helpers/outcomes.js';
import { readHistory, verifyHistory } from '../../helpers/read-history.js';

const BEN = 'ben.carter@tenant-one.example';
const CHLOE = 'chloe.dubois@tenant-one.example';
const ANA = 'ana.silva@tenant-one.example';
const RUN = '01KARUN0000000000000AAAAAA';
const OTHER = '01KARUN9999999999999BBBBBB';

describe('history undo --run', () => {
  const place = ownPlace();
  const run = commandRunner(place);
  const file = () => sandboxHistory(place().dataFolder);
  const directory = () => openTestDirectory({ dataFolder: place().dataFolder });
  const undo = (...flags: string[]) => run(HistoryUndo, ['--run', RUN, ...flags]);
  const records = async () => (await readHistory(file())).records;
  const nickname = async (user: string) => (await place().user(user))?.attributes.nickname;

  const named = (user: string, value: string) =>
    setAttributes(directory(), {
      user,
      values: new Map([['nickname', value]]),
      roles: [],
      addRoles: [],
      removeRoles: [],
      movesTenant: false,
    });
  const nameAll = async (...users: string[]) =>
    makeRun(directory(), RUN, await Promise.all(users.map((user) => named(user, 'Nick'))));

  describe('with --plan-out', () => {
    const plan = () => place().path('undo.plan');
    const document = async () => JSON.parse(await readFile(plan(), 'utf8')) as PlanDocument;
    const apply = (...flags: string[]) => run(Apply, [plan(), ...flags]);
    const save = (...flags: string[]) => undo('--plan-out', plan(), '--reason', 'INC-4711', ...flags);

    it('saves a plan that apply carries out: each record says which one it undoes, and of which plan', async () => {
      await nameAll(BEN, CHLOE);
      const before = await records();
      const saved = await run(HistoryUndo, ['--run', RUN.slice(-8), '--plan-out', plan(), '--reason', 'INC-4711']);
      const { id, command, plans } = await document();
      expect([saved.exitCode, await nickname(BEN), (await records()).length]).to.deep.equal([0, 'Nick', before.length]);
      expect(command).to.deep.equal({ name: 'history undo', arguments: [], flags: [`--run=${RUN}`] });
      expect(plans.map(({ undoes }) => undoes)).to.deep.equal(before.map((record) => record.id).reverse());
      expect(await apply('--yes')).to.deep.include({ exitCode: 0, stdout: 'history undo: 2 changed.\n' });
      const undone = (await records()).slice(before.length).sort((one, other) => one.run!.row - other.run!.row);
      expect(
        undone.map(({ undoes, run: row, plan: origin, reason }) => [undoes, row, origin?.id, reason]),
      ).to.deep.equal(plans.map(({ undoes }, index) => [undoes, { id, row: index + 1 }, id, 'INC-4711']));
      expect([await nickname(BEN), await nickname(CHLOE)]).to.deep.equal([undefined, undefined]);
    });

    it('changes nothing with --dry-run, and is refused once it is applied', async () => {
      await nameAll(BEN, CHLOE);
      await save();
      expect([(await apply('--dry-run')).exitCode, await nickname(BEN)]).to.deep.equal([0, 'Nick']);
      await apply('--yes');
      const again = await apply('--yes');
      expect([again.exitCode, again.stderr.includes('was applied on')]).to.deep.equal([5, true]);
    });

    it('names each user who has changed since, and changes none', async () => {
      await nameAll(BEN, CHLOE);
      await save();
      await run(UsersSetAttributes, [BEN, '--set', 'nickname=Benny']);
      const { exitCode, stderr } = await apply('--yes');
      expect([exitCode, await nickname(CHLOE)]).to.deep.equal([5, 'Nick']);
      expect(stderr).to.contain(`${BEN} has changed since`).and.to.contain('Nothing was changed.');
    });

    it('leaves out what could not be undone when it was planned, and does not undo it later', async () => {
      await nameAll(BEN, CHLOE);
      await run(UsersSetAttributes, [BEN, '--set', 'nickname=Benny']);
      expect([(await save()).exitCode, (await document()).plans.length]).to.deep.equal([8, 1]);
      await run(UsersSetAttributes, [BEN, '--set', 'nickname=Nick']);
      const { exitCode } = await apply('--yes');
      expect([exitCode, await nickname(BEN), await nickname(CHLOE)]).to.deep.equal([8, 'Nick', undefined]);
    });

    it('does not undo more than the plan has', async () => {
      await nameAll(BEN, CHLOE);
      await save();
      const saved = await document();
      await writeFile(plan(), JSON.stringify({ ...saved, plans: saved.plans.slice(0, 1) }));
      const { exitCode, stderr } = await apply('--yes');
      expect([exitCode, await nickname(BEN), await nickname(CHLOE)]).to.deep.equal([5, 'Nick', 'Nick']);
      expect(stderr).to.contain('would change too, which is not in the plan');
    });

    it('does the rest of a plan that was interrupted', async () => {
      await nameAll(BEN, CHLOE);
      await save();
      const { id, createdAt, createdBy, plans } = await document();
      const origin = { id, createdAt, createdBy, digest: 'a'.repeat(64) };
      const first = await undoChange(directory(), { id: plans[0]!.undoes!, force: false });
      await carryOut(directory(), [first], { ...AGREED, recordAs: [{ plan: origin, run: { id, row: 1 } }] });
      const before = (await records()).length;
      const { exitCode, stdout } = await apply('--yes');
      expect([exitCode, stdout, (await records()).length - before]).to.deep.equal([0, 'history undo: 1 changed.\n', 1]);
    });

    it('saves none if no change can be undone', async () => {
      await nameAll(BEN);
      await run(UsersSetAttributes, [BEN, '--set', 'nickname=Benny']);
      const { exitCode } = await save();
      expect([exitCode, await readFile(plan(), 'utf8').catch(() => 'no file')]).to.deep.equal([2, 'no file']);
    });
  });

  it('undoes every row of the run and nothing else, with a record for each', async () => {
    await nameAll(BEN, CHLOE);
    await makeRun(directory(), OTHER, [await named(ANA, 'Nick')]);
    const before = await records();
    expect(await undo('--yes')).to.deep.equal({
      stdout: 'history undo: 2 changed.\n',
      stderr: `Undoing 2 rows of run ${RUN}.\n`,
      exitCode: 0,
      asked: [],
    });
    const undone = (await records()).slice(before.length).sort((one, other) => (one.undoes! < other.undoes! ? 1 : -1));
    expect({
      undoes: undone.map(({ operation, undoes, result }) => [operation, undoes, result]),
      nicknames: await Promise.all([BEN, CHLOE, ANA].map(nickname)),
      faults: (await verifyHistory(file())).faults,
    }).to.deep.equal({
      undoes: [
        ['history.undo', before[1]!.id, 'done'],
        ['history.undo', before[0]!.id, 'done'],
      ],
      nicknames: [undefined, undefined, 'Nick'],
      faults: [],
    });
  });

  it('asks once if a row is disruptive', async () => {
    await place().edit((pool) => {
      for (const user of Object.values(pool.users)) {
        if ([BEN, CHLOE].includes(user.attributes.email ?? '')) user.enabled = false;
      }
    });
    await makeRun(directory(), RUN, [
      await enableUser(directory(), { user: BEN }),
      await enableUser(directory(), { user: CHLOE }),
    ]);
    const { exitCode, asked } = await run(HistoryUndo, ['--run', RUN], { tty: true, answers: [true] });
    expect({ exitCode, asked: asked.length, enabled: (await place().user(BEN))?.enabled }).to.deep.equal({
      exitCode: 0,
      asked: 1,
      enabled: false,
    });
  });

  it('shows each row in a dry run and writes nothing', async () => {
    await nameAll(BEN, CHLOE);
    const before = await place().bytes();
    const { stdout, stderr, exitCode } = await undo('--dry-run');
    expect([exitCode, stdout.match(/nickname: Nick → /g)?.length]).to.deep.equal([0, 2]);
    expect(stderr.split('\n')[0]).to.equal(`Would undo 2 rows of run ${RUN}.`);
    expect(await place().bytes()).to.equal(before);
  });

  it('refuses a row whose target has changed since, undoes the others, and exits with 8', async () => {
    await nameAll(BEN, CHLOE, ANA);
    const [, chloe] = await records();
    await run(UsersSetAttributes, [CHLOE, '--set', 'nickname=Coco']);
    const { stdout, stderr, exitCode } = await undo('--yes', '-o', 'json');
    const outcomes = outcomesIn(stdout) as {
      target: { label: string };
      changed: boolean;
      error?: AdminError;
    }[];
    expect({
      exitCode,
      stderr,
      outcomes: outcomes.map(({ target, changed, error }) => [target.label, changed, error?.code]),
      nicknames: await Promise.all([BEN, CHLOE, ANA].map(nickname)),
    }).to.deep.equal({
      exitCode: 8,
      stderr:
        `Undoing 3 rows of run ${RUN} (1 cannot be undone).\n` +
        `warning: ${CHLOE}: ${CHLOE} has changed since record ${chloe!.id}: nickname\n`,
      outcomes: [
        [ANA, true, undefined],
        [BEN, true, undefined],
        [CHLOE, false, 'CHANGED_UNDERNEATH'],
      ],
      nicknames: [undefined, 'Coco', undefined],
    });
  });

  it('restores the values from before with --force', async () => {
    await nameAll(BEN, CHLOE);
    await run(UsersSetAttributes, [CHLOE, '--set', 'nickname=Coco']);
    expect((await undo('--yes', '--force')).exitCode).to.equal(0);
    expect(await Promise.all([BEN, CHLOE].map(nickname))).to.deep.equal([undefined, undefined]);
  });

  it('refuses a row whose user was deleted, and one whose record was altered', async () => {
    await nameAll(BEN, CHLOE, ANA);
    await place().edit((pool) => {
      const others = Object.entries(pool.users).filter(([, { attributes }]) => attributes.email !== BEN);
      pool.users = Object.fromEntries(others);
    });
    const lines = (await readFile(file(), 'utf8')).split('\n');
    await writeFile(file(), lines.map((line, index) => (index === 2 ? line.replace('Nick', 'Nock') : line)).join('\n'));
    const { stdout, exitCode } = await undo('--yes', '-o', 'json');
    const outcomes = outcomesIn(stdout) as { target: { label: string }; error?: AdminError }[];
    expect([exitCode, outcomes.map(({ target, error }) => [target.label, error?.code])]).to.deep.equal([
      8,
      [
        [ANA, undefined],
        [CHLOE, 'HISTORY_ALTERED'],
        [BEN, 'USER_NOT_FOUND'],
      ],
    ]);
  });

  it('reports refused rows even if the only other one fails or is declined', async () => {
    await place().edit((pool) => {
      for (const user of Object.values(pool.users)) if (user.attributes.email === CHLOE) user.enabled = false;
    });
    await makeRun(directory(), RUN, [await named(BEN, 'Nick'), await enableUser(directory(), { user: CHLOE })]);
    await run(UsersSetAttributes, [BEN, '--set', 'nickname=Benno']);
    const { exitCode, stderr } = await undo();
    expect([exitCode, stderr.split('\n').slice(1, 3)]).to.deep.equal([
      2,
      [
        `warning: ${BEN}: ${BEN} has changed since record ${(await records())[0]!.id}: nickname`,
        `error: history undo ${CHLOE} needs confirmation, and there is no terminal to ask on`,
      ],
    ]);
  });

  it('skips what changed nothing or cannot be undone, and prints each reason once', async () => {
    const people = ['nina', 'omar'].map((name) => `${name}@tenant-one.example`);
    const creations = await Promise.all(people.map((email) => createUser(directory(), creationOf(email))));
    const failing = {
      ...(await named(CHLOE, 'Nick')),
      apply: () => Promise.reject(new AdminError('ATTRIBUTE_NOT_ALLOWED', 'refused')),
    };
    await makeRun(directory(), RUN, [...creations, failing, await named(BEN, 'Nick')]);
    const { stdout, stderr, exitCode } = await undo('--yes');
    expect({ stdout, stderr, exitCode }).to.deep.equal({
      stdout: 'history undo: 1 changed.\n',
      stderr:
        `Undoing 1 row of run ${RUN}.\n` +
        'warning: 2 of the 4 rows cannot be undone: undoing a creation would be a deletion, which is irreversible: sf-admin users delete\n' +
        'warning: 1 of the 4 rows changed nothing\n',
      exitCode: 0,
    });
  });

  it('says that no row of a run of creations can be undone, and why', async () => {
    await makeRun(directory(), RUN, [await createUser(directory(), creationOf('nina@tenant-one.example'))]);
    expect(await undo('--yes', '--force')).to.deep.include({
      stdout: '',
      stderr:
        `error: no row of run ${RUN} can be undone\n` +
        '  1 of the 1 rows cannot be undone: undoing a creation would be a deletion, which is irreversible: sf-admin users delete\n' +
        `  To see the run: sf-admin history list --run ${RUN}\n`,
      exitCode: 3,
    });
  });

  it('undoes a row that never ended, as it may have been done', async () => {
    const change = await named(BEN, 'Nick');
    await makeRun(directory(), RUN, [
      { ...change, apply: () => change.apply().then(() => Promise.reject(new Error('killed'))) },
    ]);
    expect((await records()).map(({ result }) => result)).to.deep.equal(['unknown']);
    expect([(await undo('--yes')).exitCode, await nickname(BEN)]).to.deep.equal([0, undefined]);
  });

  it('finds nothing left to do the second time', async () => {
    await nameAll(BEN, CHLOE);
    await undo('--yes');
    const { exitCode, stdout } = await undo('--yes');
    expect([exitCode, stdout]).to.deep.equal([0, 'history undo: 0 changed, 2 unchanged.\n']);
  });

  for (const [what, argv, code, message] of [
    ['a run that does not exist', ['--run', OTHER], 4, `error: no run ${OTHER} in the history of this user pool`],
    ['both a record and a run', ['RECORD', '--run', RUN], 2, 'error: both a record ID and --run are given'],
    ['neither', [], 2, 'error: missing argument ID'],
  ] as const) {
    it(`refuses ${what}`, async () => {
      await nameAll(BEN);
      const { exitCode, stderr } = await run(HistoryUndo, argv);
      expect([exitCode, stderr.split('\n')[0]]).to.deep.equal([code, message]);
    });
  }

  it('is listed by list --run, and each row shows its run', async () => {
    await nameAll(BEN, CHLOE);
    await run(UsersSetAttributes, [ANA, '--set', 'nickname=Anni']);
    const { stdout } = await run(HistoryList, ['--run', RUN.slice(-6).toLowerCase(), '-o', 'json']);
    const listed = JSON.parse(stdout) as ChangeRecord[];
    expect(listed.map((record) => [record.target.label, record.run])).to.deep.equal([
      [CHLOE, { id: RUN, row: 3 }],
      [BEN, { id: RUN, row: 2 }],
    ]);
    const shown = await run(HistoryShow, [listed[1]!.id]);
    expect(shown.stdout).to.match(new RegExp(`run +${RUN}, row 2`));
  });
});

function creationOf(email: string): Parameters<typeof createUser>[1] {
  return creationInput({
    email,
    tenant: 'tenant_001',
    roles: ['itsm_agent'],
    attributes: [],
    permanent: false,
    invite: false,
    ifNotExists: false,
  });
}
