import { readFile, writeFile } from 'node:fs/promises';

import { expect } from 'chai';

import type { Directory } from '../../../../src/lib/directory.js';
import { sandboxHistory } from '../../../../src/lib/history/history-stores.js';
import { SANDBOX_POOL_ID } from '../../../../src/lib/model/sandbox-ids.js';
import { seedState } from '../../../../src/lib/sandbox/seed/seed.js';
import { MemoryStore } from '../../sandbox/memory-store.js';
import { readSpool } from '../../../../src/lib/input/spool.js';
import { findUndoRows, type UndoRow } from '../../../../src/lib/runs/undo/find-undo-rows.js';
import { disableUser } from '../../../../src/lib/users/changes/disable-user.js';
import { enableUser } from '../../../../src/lib/users/changes/enable-user.js';
import { signOutUser } from '../../../../src/lib/users/changes/sign-out-user.js';
import { openTestDirectory } from '../../../helpers/directory.js';
import { makeRun } from '../../../helpers/make-run.js';
import { temporaryFolder } from '../../config/temporary-folder.js';
import { rejection } from '../../conventions/refusal.js';

const RUN = '01KARUN0000000000000AAAAAA';
const OTHER = '01KARUN9999999999999BBBBBB';
const user = (number: number) => `5af10000-0000-4000-8000-00000000000${number}`;
const [BEN, CHLOE] = [user(2), user(3)];

describe('findUndoRows', () => {
  const folder = temporaryFolder();
  const file = () => sandboxHistory(folder.path('data'));
  let directory: Directory;

  beforeEach(() => {
    const store = new MemoryStore(seedState());
    directory = openTestDirectory({ store, dataFolder: folder.path('data') });
  });

  const disable = (...users: string[]) =>
    Promise.all(users.map((name) => disableUser(directory, { user: name, signOut: false })));
  const find = (run = RUN, force = false) => findUndoRows(directory, { run, force }, folder.path('rows'));
  const found = async () => {
    const rows: UndoRow[] = [];
    for await (const row of readSpool<UndoRow>(folder.path('rows'))) rows.push(row);
    return rows;
  };

  it('finds the changes of the run, the newest first, by a part of its ID', async () => {
    await makeRun(directory, RUN, await disable(BEN, CHLOE));
    await makeRun(directory, OTHER, [await signOutUser(directory, { user: BEN })]);
    const { run, rows, leftOut } = await find('0aaaaaa');
    expect({ run, rows, targets: (await found()).map(({ record }) => record.target.id), leftOut }).to.deep.equal({
      run: RUN,
      rows: 2,
      targets: [CHLOE, BEN],
      leftOut: [],
    });
  });

  it('leaves out what cannot be undone, with the number of rows for each reason', async () => {
    const signOuts = [BEN, CHLOE].map((name) => signOutUser(directory, { user: name }));
    await makeRun(directory, RUN, [...(await disable(BEN)), ...(await Promise.all(signOuts))]);
    const { rows, leftOut } = await find();
    expect([rows, leftOut]).to.deep.equal([
      1,
      [
        '2 of the 3 rows cannot be undone: revoked tokens cannot be restored: a user who was signed out has to sign in again',
      ],
    ]);
  });

  it('refuses a run of which nothing can be undone, with the reasons', async () => {
    await makeRun(directory, RUN, [await signOutUser(directory, { user: BEN })]);
    expect(await rejection(find())).to.deep.equal({
      code: 'NOT_UNDOABLE',
      message: `no row of run ${RUN} can be undone`,
      hint:
        '1 of the 1 rows cannot be undone: revoked tokens cannot be restored: a user who was signed out has to sign in again\n' +
        `To see the run: sf-admin history list --run ${RUN}`,
    });
  });

  it('keeps with each change the later ones of the same fields, of this run or not', async () => {
    await makeRun(directory, RUN, await disable(BEN, CHLOE));
    await makeRun(directory, OTHER, [await enableUser(directory, { user: BEN })]);
    await makeRun(directory, RUN, await disable(BEN));
    await find();
    expect(
      (await found()).map(({ record, later }) => [record.target.id, later.map(({ operation }) => operation)]),
    ).to.deep.equal([
      [BEN, []],
      [CHLOE, []],
      [BEN, ['users.enable', 'users.disable']],
    ]);
  });

  it('refuses an ID that no run has', async () => {
    await makeRun(directory, RUN, await disable(BEN));
    expect((await rejection(find(OTHER))).code).to.equal('RUN_NOT_FOUND');
  });

  it('refuses a run on another pool', async () => {
    await makeRun(directory, RUN, await disable(BEN, CHLOE));
    const text = await readFile(file(), 'utf8');
    await writeFile(file(), text.replaceAll(SANDBOX_POOL_ID, 'eu-west-1_Other'));
    const { code, message } = await rejection(find());
    expect([code, message.split(', but')[0]?.replace(/[0-9A-Z]{26}/, 'ID')]).to.deep.equal([
      'NOT_UNDOABLE',
      'record ID belongs to user pool eu-west-1_Other',
    ]);
  });

  it('refuses a run after whose first record lines are damaged, which may hide later changes, unless forced', async () => {
    await makeRun(directory, RUN, await disable(BEN, CHLOE));
    await makeRun(directory, OTHER, [await enableUser(directory, { user: BEN })]);
    await makeRun(directory, OTHER, await disable(BEN));
    const lines = (await readFile(file(), 'utf8')).trimEnd().split('\n');
    await writeFile(file(), `${[...lines.slice(0, 4), ...lines.slice(4).map(() => '{')].join('\n')}\n`);
    const { code, message } = await rejection(find());
    expect([code, message.replace(/[0-9A-Z]{26}/, 'ID')]).to.deep.equal([
      'HISTORY_ALTERED',
      'the history is damaged after record ID: line 5 is not a valid entry',
    ]);
    expect((await find(RUN, true)).rows).to.equal(2);
  });
});
