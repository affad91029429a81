import { writeFile } from 'node:fs/promises';

import { expect } from 'chai';
import { ulid } from 'ulid';

import type { Directory } from '../../../../src/lib/directory.js';
import type { Ending } from '../../../../src/lib/history/file/entry.js';
import { recordEnd, recordStart } from '../../../../src/lib/history/history.js';
import { readPreviousAttempt } from '../../../../src/lib/runs/resume/previous-attempt.js';
import { makeRunFolder, type RunFolder } from '../../../../src/lib/runs/resume/run-folder.js';
import { MemoryStore } from '../../sandbox/memory-store.js';
import { seedState } from '../../../../src/lib/sandbox/seed/seed.js';
import { openTestDirectory } from '../../../helpers/directory.js';
import { temporaryFolder } from '../../config/temporary-folder.js';

const RUN = ulid();

/** Lines of a plans file as version 0.1 wrote them, with the keys that later versions read. */
const target = (user: string) => ({ kind: 'user', id: `id-${user}`, label: user, tenantId: 'tenant_001' });
const plan = (n: number, user: string, more: object = {}) => ({
  ...{ n, row: { line: n, values: { user }, original: [user] }, target: target(user) },
  ...{ planned: { kind: 'change', digest: '0123456789abcdef', asks: false }, ...more },
});

describe('readPreviousAttempt', () => {
  const temporary = temporaryFolder();
  let directory: Directory;
  let folder: RunFolder;

  beforeEach(async () => {
    const store = new MemoryStore(seedState());
    directory = openTestDirectory({ dataFolder: temporary.path('data'), store });
    folder = await makeRunFolder(directory.dataFolder, RUN);
    await writePlans([]);
  });

  const writePlans = (rows: readonly object[]) =>
    writeFile(folder.plans, rows.map((row) => `${JSON.stringify(row)}\n`).join(''));

  /** Records an attempt at a row: with its result, or without one as a crash leaves it. */
  async function record(row: number, ending?: Omit<Ending, 'requestIds'>, run = RUN): Promise<string> {
    const id = await recordStart(directory, {
      ...{ operation: 'users.disable', target: target('x') as never, fields: [] },
      ...{ reason: null, undoes: null, run: { id: run, row } },
    });
    if (ending !== undefined) await recordEnd(directory, id, { requestIds: [], ...ending });
    return id;
  }

  it('is empty for a new run', async () => {
    const attempt = await readPreviousAttempt(directory, undefined);
    expect([attempt.completed, attempt.failures.size, attempt.isSettled(1), attempt.rowAttempt(1)]).to.deep.equal([
      0,
      0,
      false,
      undefined,
    ]);
  });

  it('counts a row as done if its record in the history says done or unchanged', async () => {
    await record(1, { result: 'done' });
    await record(2, { result: 'unchanged' });
    await record(3, { result: 'unknown' });
    await record(4, { result: 'partly' });
    await record(5);
    const attempt = await readPreviousAttempt(directory, folder);
    expect([attempt.completed, [1, 2, 3, 4, 5, 6].filter(attempt.isSettled)]).to.deep.equal([2, [1, 2]]);
  });

  it('goes by the latest record of a row', async () => {
    await record(1, { result: 'unknown' });
    await record(1, { result: 'done' });
    const attempt = await readPreviousAttempt(directory, folder);
    expect([attempt.completed, attempt.isSettled(1)]).to.deep.equal([1, true]);
  });

  it('ignores the records of other runs', async () => {
    await record(1, { result: 'done' }, ulid());
    expect((await readPreviousAttempt(directory, folder)).completed).to.equal(0);
  });

  it('settles a row that failed and would fail again, and no row that failed temporarily', async () => {
    await record(1, { result: 'failed', error: { code: 'USER_STATE', message: 'no' } });
    await record(2, { result: 'failed', error: { code: 'THROTTLED', message: 'slow' } });
    await record(3, { result: 'failed', error: { code: 'OF_ANOTHER_VERSION', message: 'no' } });
    const { completed, failures, isSettled } = await readPreviousAttempt(directory, folder);
    expect({
      completed,
      failures: [...failures].map(([n, { code, message }]) => [n, code, message]),
      settled: [1, 2, 3].filter(isSettled),
    }).to.deep.equal({ completed: 0, failures: [[1, 'USER_STATE', 'no']], settled: [1] });
  });

  it('has the record, the target and its modification time for a row that was left in progress', async () => {
    await writePlans([plan(1, 'ana', { modifiedAt: '2026-01-01T00:00:00.000Z' }), plan(2, 'ben')]);
    const recordId = await record(1);
    const { rowAttempt } = await readPreviousAttempt(directory, folder);
    expect([rowAttempt(1), rowAttempt(2)]).to.deep.equal([
      { recordId, isUnknown: true, target: target('ana'), modifiedAt: '2026-01-01T00:00:00.000Z' },
      undefined,
    ]);
  });

  it('starts a new record for a row whose record is finished', async () => {
    await writePlans([plan(1, 'ana'), plan(2, 'ben')]);
    await record(1, { result: 'unknown' });
    await record(2, { result: 'failed', error: { code: 'THROTTLED', message: 'slow' } });
    const { rowAttempt } = await readPreviousAttempt(directory, folder);
    expect([rowAttempt(1), rowAttempt(2)]).to.deep.equal([
      { isUnknown: true, target: target('ana') },
      { isUnknown: false, target: target('ben') },
    ]);
  });

  it('knows the rows that were planned as duplicates', async () => {
    await writePlans([plan(1, 'ana'), plan(2, 'ana', { planned: { kind: 'repeat' } })]);
    const { isDuplicate } = await readPreviousAttempt(directory, folder);
    expect([1, 2, 3].filter(isDuplicate)).to.deep.equal([2]);
  });
});
