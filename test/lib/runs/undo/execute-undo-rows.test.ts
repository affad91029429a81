import { readFile, writeFile } from 'node:fs/promises';

import { expect } from 'chai';

import type { Outcome } from '../../../../src/lib/changes/outcome.js';
import type { Directory } from '../../../../src/lib/directory.js';
import { AdminError } from '../../../../src/lib/errors.js';
import { sandboxHistory } from '../../../../src/lib/history/history-stores.js';
import { makeRunFolder, type RunFolder } from '../../../../src/lib/runs/resume/run-folder.js';
import { executeUndoRows } from '../../../../src/lib/runs/undo/execute-undo-rows.js';
import { findUndoRows } from '../../../../src/lib/runs/undo/find-undo-rows.js';
import { planUndoRows } from '../../../../src/lib/runs/undo/plan-undo-rows.js';
import { seedState } from '../../../../src/lib/sandbox/seed/seed.js';
import { disableUser } from '../../../../src/lib/users/changes/disable-user.js';
import { enableUser } from '../../../../src/lib/users/changes/enable-user.js';
import { setAttributes } from '../../../../src/lib/users/changes/set-attributes.js';
import { openTestDirectory } from '../../../helpers/directory.js';
import { makeRun } from '../../../helpers/make-run.js';
import { readHistory } from '../../../helpers/read-history.js';
import { temporaryFolder } from '../../config/temporary-folder.js';
import { rejection } from '../../conventions/refusal.js';
import { MemoryStore } from '../../sandbox/memory-store.js';

const RUN = '01KARUN0000000000000AAAAAA';
const OTHER = '01KARUN9999999999999BBBBBB';
const user = (number: number) => `5af10000-0000-4000-8000-00000000000${number}`;
const [BEN, CHLOE] = [user(2), user(3)];

describe('undoing the rows of a run', () => {
  const data = temporaryFolder();
  const file = () => sandboxHistory(data.path('data'));
  let directory: Directory;
  let folder: RunFolder;

  beforeEach(async () => {
    directory = openTestDirectory({ store: new MemoryStore(seedState()), dataFolder: data.path('data') });
    folder = await makeRunFolder(data.path('data'), '01KARUN5555555555555CCCCCC');
  });

  const disable = (...users: string[]) =>
    Promise.all(users.map((name) => disableUser(directory, { user: name, signOut: false })));
  const named = (name: string, nickname: string) =>
    setAttributes(directory, {
      user: name,
      values: new Map([['nickname', nickname]]),
      roles: [],
      addRoles: [],
      removeRoles: [],
      movesTenant: false,
    });
  const plan = async ({ force = false, stop = new AbortController().signal } = {}) => {
    const { trust } = await findUndoRows(directory, { run: RUN, force }, folder.rows);
    let planned = 0;
    const result = await planUndoRows(directory, folder, {
      force,
      trust,
      width: 4,
      stop,
      onPlanned: () => (planned += 1),
    });
    return { ...result, planned };
  };
  const execute = async ({ force = false, stop = new AbortController().signal, width = 4, on = directory } = {}) => {
    const outcomes: Outcome[] = [];
    const options = { force, dryRun: false, reason: undefined, width, stop };
    for await (const outcome of executeUndoRows(on, folder, options)) outcomes.push(outcome);
    return outcomes.map(({ plan: { target }, changed, error }) => [target.id, changed, error?.code]);
  };

  it('carries out what was planned, and records each row', async () => {
    await makeRun(directory, RUN, await disable(BEN, CHLOE));
    const { summary, refused, planned } = await plan();
    expect([summary.all.count, refused, planned]).to.deep.equal([2, 0, 2]);
    expect(await execute()).to.deep.equal([
      [CHLOE, true, undefined],
      [BEN, true, undefined],
    ]);
    const { records } = await readHistory(file());
    expect(records.slice(2).map(({ operation, result, run }) => [operation, result, run])).to.deep.equal([
      ['history.undo', 'done', null],
      ['history.undo', 'done', null],
    ]);
  });

  it('refuses only the row whose record was altered', async () => {
    await makeRun(directory, RUN, await disable(BEN, CHLOE));
    const lines = await readFile(file(), 'utf8');
    await writeFile(file(), lines.replace('"before":true', '"before":false'));
    expect((await plan()).refused).to.equal(1);
    expect(await execute()).to.deep.equal([
      [CHLOE, true, undefined],
      [BEN, false, 'HISTORY_ALTERED'],
    ]);
  });

  it('refuses only the row whose user has changed since, and shows what it would have done', async () => {
    await makeRun(directory, RUN, await disable(BEN, CHLOE));
    await makeRun(directory, OTHER, [await enableUser(directory, { user: BEN })]);
    await makeRun(directory, OTHER, await disable(BEN));
    await plan();
    const outcomes: Outcome[] = [];
    const options = { force: false, dryRun: true, reason: undefined, width: 4, stop: new AbortController().signal };
    for await (const outcome of executeUndoRows(directory, folder, options)) outcomes.push(outcome);
    expect(
      outcomes.map(({ plan: { fields, doneMessage }, error }) => [fields, doneMessage, error?.code]),
    ).to.deep.equal([
      [
        [{ field: 'enabled', before: false, after: true }],
        'Reverted users disable on chloe.dubois@tenant-one.example.',
        undefined,
      ],
      [
        [{ field: 'enabled', before: false, after: true }],
        'Reverted users disable on ben.carter@tenant-one.example.',
        'CHANGED_UNDERNEATH',
      ],
    ]);
  });

  it('changes no row that another writer has changed since it was planned, with force neither', async () => {
    await makeRun(directory, RUN, [await named(BEN, 'Nick'), await named(CHLOE, 'Nick')]);
    await plan({ force: true });
    await makeRun(directory, OTHER, [await named(BEN, 'Benno')]);
    expect(await execute({ force: true })).to.deep.equal([
      [CHLOE, true, undefined],
      [BEN, false, 'CHANGED_UNDERNEATH'],
    ]);
  });

  it('starts no further row after an error that every row would meet', async () => {
    await makeRun(directory, RUN, await disable(BEN, CHLOE));
    await plan();
    const cognito: Directory['cognito'] = {
      ...directory.cognito,
      call: (operation, input) =>
        operation === 'AdminEnableUser'
          ? Promise.reject(new AdminError('EXPIRED_CREDENTIALS', 'they have expired'))
          : directory.cognito.call(operation, input),
    };
    expect(await execute({ width: 1, on: { ...directory, cognito } })).to.deep.equal([
      [CHLOE, false, 'EXPIRED_CREDENTIALS'],
      [BEN, false, 'EXPIRED_CREDENTIALS'],
    ]);
    expect((await readHistory(file())).records.map(({ target, result }) => [target.id, result])).to.deep.equal([
      [BEN, 'done'],
      [CHLOE, 'done'],
      [CHLOE, 'failed'],
    ]);
  });

  it('stops planning on an interrupt', async () => {
    await makeRun(directory, RUN, await disable(BEN));
    expect((await rejection(plan({ stop: AbortSignal.abort() }))).code).to.equal('CANCELLED');
  });

  it('starts no further row after an interrupt, and says so of each', async () => {
    await makeRun(directory, RUN, await disable(BEN, CHLOE));
    await plan();
    expect(await execute({ stop: AbortSignal.abort() })).to.deep.equal([
      [CHLOE, false, 'CANCELLED'],
      [BEN, false, 'CANCELLED'],
    ]);
  });
});
