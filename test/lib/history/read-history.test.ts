import { appendFile, mkdir, writeFile } from 'node:fs/promises';

import { expect } from 'chai';
import { appendEntries } from '../../../src/lib/history/file/append.js';
import { fileStore } from '../../../src/lib/history/file/file-store.js';
import { recordsSince } from '../../../src/lib/history/read-history.js';
import type { ChangeRecord } from '../../../src/lib/history/record.js';
import { temporaryFolder } from '../config/temporary-folder.js';
import { rejection } from '../conventions/refusal.js';
import { appendAll, ENDING, finished, INTENT, linesOf, recordId, started } from './example-history.js';

const ONE: ChangeRecord = {
  ...INTENT,
  id: recordId(1),
  startedAt: '2026-11-20T03:01:00.000Z',
  finishedAt: '2026-11-20T03:01:30.000Z',
  result: 'done',
  steps: null,
  requestIds: ENDING.requestIds,
  error: null,
  grant: null,
  run: null,
  plan: null,
};

describe('recordsSince from the first line', () => {
  const folder = temporaryFolder();
  const file = () => folder.path('prod.ndjson');
  const recordsRead = () => {
    const store = fileStore(file());
    return recordsSince({ current: store, earlier: [] }, { store, offset: 0, record: ONE });
  };

  it('has no records if there is no file', async () => {
    expect(await recordsRead()).to.deep.equal([]);
  });

  it('joins the start and the end of a change', async () => {
    await appendAll(file(), [started(1), finished(1)]);
    expect(await recordsRead()).to.deep.equal([ONE]);
  });

  it('shows a change without an end as unknown', async () => {
    await appendEntries(file(), started(1));
    expect(await recordsRead()).to.deep.equal([{ ...ONE, finishedAt: null, result: 'unknown', requestIds: [] }]);
  });

  it('takes fields, ID, sub, steps and error from the end', async () => {
    const ending = {
      result: 'partly' as const,
      targetId: 'e5f6',
      targetSub: '0b1c',
      fields: [{ field: 'enabled', before: false, after: false }],
      steps: [{ step: 'forget devices', result: 'skipped' as const, detail: 'not in this pool' }],
      requestIds: ['r1', 'r2'],
      error: { code: 'PARTIAL', message: 'one step failed' },
    };
    await appendAll(file(), [started(1), finished(1, ending)]);
    const { targetId, targetSub, ...outcome } = ending;
    expect(await recordsRead()).to.deep.equal([
      { ...ONE, ...outcome, target: { ...ONE.target, id: targetId, sub: targetSub } },
    ]);
  });

  it('has the row and the run of a change', async () => {
    const run = { id: '01KARUN0000000000000000001', row: 17 };
    await appendAll(file(), [started(1, { run }), finished(1)]);
    expect(await recordsRead()).to.deep.equal([{ ...ONE, run }]);
  });

  it('keeps changes in the order of their starts', async () => {
    await appendAll(file(), [started(2), started(1), finished(1), started(3), finished(3), finished(2)]);
    expect((await recordsRead()).map(({ id, result }) => ({ id, result }))).to.deep.equal([
      { id: recordId(2), result: 'done' },
      { id: recordId(1), result: 'done' },
      { id: recordId(3), result: 'done' },
    ]);
  });

  it('leaves out an end whose start is missing', async () => {
    await appendAll(file(), [finished(1), started(2)]);
    expect((await recordsRead()).map(({ id }) => id)).to.deep.equal([recordId(2)]);
  });

  it('reads the other lines if some cannot be read', async () => {
    await appendEntries(file(), started(1));
    const [line = ''] = await linesOf(file());
    const unreadable = ['', '{', 'null', '[]', line.replace('"v":1', '"v":2'), line.replace('"started"', '"other"')];
    await appendFile(file(), `${unreadable.join('\n')}\n`);
    await appendEntries(file(), finished(1));
    expect(await recordsRead()).to.deep.equal([ONE]);
  });

  it('leaves out a line that a killed process left half-written', async () => {
    await appendAll(file(), [started(1), finished(1)]);
    await appendFile(file(), '{"v":1,"n":3');
    expect(await recordsRead()).to.deep.equal([ONE]);
  });

  it('ignores unknown keys', async () => {
    await appendEntries(file(), started(1));
    const [line = ''] = await linesOf(file());
    await writeFile(
      file(),
      `${line.replace('"label":', '"token":"S3cret!","label":').replace('"reason":', '"password":"S3cret!","reason":')}\n`,
    );
    expect(await recordsRead()).to.deep.equal([{ ...ONE, finishedAt: null, result: 'unknown', requestIds: [] }]);
  });

  it('reads lines that are longer than a chunk of a stream', async () => {
    const reason = 'é'.repeat(100_000);
    await appendAll(file(), [started(1, { reason }), finished(1)]);
    expect(await recordsRead()).to.deep.equal([{ ...ONE, reason }]);
  });

  it('fails if the file cannot be read', async () => {
    await mkdir(file());
    expect(await rejection(recordsRead())).to.deep.equal({
      code: 'HISTORY_UNREADABLE',
      message: 'the history cannot be read: it is a folder',
      hint: 'Check the permissions of the file and its folder.',
    });
  });
});
