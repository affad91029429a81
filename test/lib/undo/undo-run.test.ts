import { readFile, writeFile } from 'node:fs/promises';

import { expect } from 'chai';

import { isUnchanged } from '../../../src/lib/changes/change.js';
import type { Directory } from '../../../src/lib/directory.js';
import { sandboxHistory } from '../../../src/lib/history/history-files.js';
import { SANDBOX_POOL_ID } from '../../../src/lib/model/sandbox-ids.js';
import { seedState } from '../../../src/lib/sandbox/seed/seed.js';
import { MemoryStore } from '../sandbox/memory-store.js';
import { planRows } from '../../../src/lib/undo/plan-rows.js';
import { undoRun } from '../../../src/lib/undo/undo-run.js';
import { disableUser } from '../../../src/lib/users/changes/disable-user.js';
import { enableUser } from '../../../src/lib/users/changes/enable-user.js';
import { signOutUser } from '../../../src/lib/users/changes/sign-out-user.js';
import { openTestDirectory } from '../../helpers/directory.js';
import { makeRun } from '../../helpers/make-run.js';
import { temporaryFolder } from '../config/temporary-folder.js';
import { rejection } from '../conventions/refusal.js';

const RUN = '01KARUN0000000000000AAAAAA';
const OTHER = '01KARUN9999999999999BBBBBB';
const user = (number: number) => `5af10000-0000-4000-8000-00000000000${number}`;
const [BEN, CHLOE] = [user(2), user(3)];

describe('undoRun', () => {
  const folder = temporaryFolder();
  const file = () => sandboxHistory(folder.path('data'));
  let directory: Directory;

  beforeEach(() => {
    const store = new MemoryStore(seedState());
    directory = openTestDirectory({ store, dataFolder: folder.path('data') });
  });

  const disable = (...users: string[]) =>
    Promise.all(users.map((name) => disableUser(directory, { user: name, signOut: false })));
  const undo = (run = RUN, force = false) => undoRun(directory, { run, force });
  const planned = async (rows: Awaited<ReturnType<typeof undo>>['rows']) =>
    planRows(rows, { width: 4, stop: new AbortController().signal, planned: () => undefined });

  it('finds the changes of the run, the newest first, by a part of its ID', async () => {
    await makeRun(directory, RUN, await disable(BEN, CHLOE));
    await makeRun(directory, OTHER, [await signOutUser(directory, { user: BEN })]);
    const { run, rows, leftOut } = await undo('0aaaaaa');
    expect({ run, targets: rows.map(({ record }) => record.target.id), leftOut }).to.deep.equal({
      run: RUN,
      targets: [CHLOE, BEN],
      leftOut: [],
    });
  });

  it('leaves out what cannot be undone, with the number of rows for each reason', async () => {
    const signOuts = [BEN, CHLOE].map((name) => signOutUser(directory, { user: name }));
    await makeRun(directory, RUN, [...(await disable(BEN)), ...(await Promise.all(signOuts))]);
    const { rows, leftOut } = await undo();
    expect([rows.length, leftOut]).to.deep.equal([
      1,
      [
        '2 of the 3 rows cannot be undone: revoked tokens cannot be restored: a user who was signed out has to sign in again',
      ],
    ]);
  });

  it('refuses a run of which nothing can be undone, with the reasons', async () => {
    await makeRun(directory, RUN, [await signOutUser(directory, { user: BEN })]);
    expect(await rejection(undo())).to.deep.equal({
      code: 'NOT_UNDOABLE',
      message: `no row of run ${RUN} can be undone`,
      hint:
        '1 of the 1 rows cannot be undone: revoked tokens cannot be restored: a user who was signed out has to sign in again\n' +
        `To see the run: sf-admin history list --run ${RUN}`,
    });
  });

  it('refuses an ID that no run has', async () => {
    await makeRun(directory, RUN, await disable(BEN));
    expect((await rejection(undo(OTHER))).code).to.equal('RUN_NOT_FOUND');
  });

  it('refuses a run on another pool', async () => {
    await makeRun(directory, RUN, await disable(BEN, CHLOE));
    const text = await readFile(file(), 'utf8');
    await writeFile(file(), text.replaceAll(SANDBOX_POOL_ID, 'eu-west-1_Other'));
    const { code, message } = await rejection(undo());
    expect([code, message.split(', but')[0]?.replace(/[0-9A-Z]{26}/, 'ID')]).to.deep.equal([
      'NOT_UNDOABLE',
      'record ID belongs to user pool eu-west-1_Other',
    ]);
  });

  it('refuses only the row whose record was altered', async () => {
    await makeRun(directory, RUN, await disable(BEN, CHLOE));
    const lines = await readFile(file(), 'utf8');
    await writeFile(file(), lines.replace('"before":true', '"before":false'));
    const { changes, refused } = await planned((await undo()).rows);
    expect([
      changes.map(({ target }) => target.id),
      refused.map(({ plan, error }) => [plan.target.id, error?.code]),
    ]).to.deep.equal([[CHLOE], [[BEN, 'HISTORY_ALTERED']]]);
  });

  it('refuses a run after whose first record lines are damaged, which may hide later changes, unless forced', async () => {
    await makeRun(directory, RUN, await disable(BEN, CHLOE));
    await makeRun(directory, OTHER, [await enableUser(directory, { user: BEN })]);
    await makeRun(directory, OTHER, await disable(BEN));
    const lines = (await readFile(file(), 'utf8')).trimEnd().split('\n');
    await writeFile(file(), `${[...lines.slice(0, 4), ...lines.slice(4).map(() => '{')].join('\n')}\n`);
    const { code, message } = await rejection(undo());
    expect([code, message.replace(/[0-9A-Z]{26}/, 'ID')]).to.deep.equal([
      'HISTORY_ALTERED',
      'the history is damaged after record ID: line 5 is not a valid entry',
    ]);
    const { changes } = await planned((await undo(RUN, true)).rows);
    expect(changes.map(({ target }) => target.id)).to.deep.equal([CHLOE, BEN]);
  });

  it('refuses only the row whose user has changed since, and shows what it would have done', async () => {
    await makeRun(directory, RUN, await disable(BEN, CHLOE));
    await makeRun(directory, OTHER, [await enableUser(directory, { user: BEN })]);
    await makeRun(directory, OTHER, await disable(BEN));
    const { changes, refused } = await planned((await undo()).rows);
    expect({
      changes: changes.map((change) => [change.target.id, isUnchanged(change)]),
      refused: refused.map(({ plan, error, changed }) => [plan.fields, plan.doneMessage, error?.code, changed]),
    }).to.deep.equal({
      changes: [[CHLOE, false]],
      refused: [
        [
          [{ field: 'enabled', before: false, after: true }],
          'Reverted users disable on ben.carter@tenant-one.example.',
          'CHANGED_UNDERNEATH',
          false,
        ],
      ],
    });
  });

  it('stops planning on an interrupt', async () => {
    await makeRun(directory, RUN, await disable(BEN));
    const stop = AbortSignal.abort();
    const planning = planRows((await undo()).rows, { width: 4, stop, planned: () => undefined });
    expect((await rejection(planning)).code).to.equal('CANCELLED');
  });
});
