import { appendFile } from 'node:fs/promises';

import { expect } from 'chai';
import { fileStore } from '../../../src/lib/history/file/file-store.js';
import { readRun } from '../../../src/lib/history/read-run.js';
import { temporaryFolder } from '../config/temporary-folder.js';
import { appendAll, finished, recordId, started } from './example-history.js';

const RUN = '01KARUN0000000000000000001';
const OTHER = '01KARUN0000000000000000002';

describe('readRun', () => {
  const folder = temporaryFolder();
  const file = () => folder.path('prod.ndjson');
  const stores = () => ({ earlier: [fileStore(folder.path('earlier.ndjson'))], current: fileStore(file()) });
  const row = (line: number, id = RUN) => ({ run: { id, row: line } });

  it('is empty if there is no file', async () => {
    expect([...(await readRun(stores(), RUN))]).to.deep.equal([]);
  });

  it('has the record, start and result of each row of the run, and no result if there is no end', async () => {
    await appendAll(file(), [
      started(1),
      started(2, row(2)),
      started(3, row(2, OTHER)),
      started(4, row(3)),
      finished(3),
      finished(2, { result: 'failed' }),
      started(5, { ...row(2, OTHER), reason: `as ${RUN}` }),
      finished(1),
    ]);
    await appendFile(file(), `{"v":1,"id":"${RUN}"\n`);
    expect([...(await readRun(stores(), RUN))]).to.deep.equal([
      [
        2,
        {
          recordId: recordId(2),
          startedAt: '2026-11-20T03:02:00.000Z',
          endedAt: '2026-11-20T03:02:30.000Z',
          result: 'failed',
          error: null,
        },
      ],
      [3, { recordId: recordId(4), startedAt: '2026-11-20T03:04:00.000Z', endedAt: null, result: null, error: null }],
    ]);
  });

  it('has the rows of a run that an earlier version has started', async () => {
    await appendAll(folder.path('earlier.ndjson'), [started(1, row(1)), finished(1), started(2, row(2))]);
    await appendAll(file(), [finished(2), started(3, row(3))]);
    expect([...(await readRun(stores(), RUN))].map(([line, { result }]) => [line, result])).to.deep.equal([
      [1, 'done'],
      [2, 'done'],
      [3, null],
    ]);
  });

  it('has the latest record of a row that was started again, even if the first one ends later', async () => {
    await appendAll(file(), [started(1, row(2)), started(2, row(2)), finished(2), finished(1, { result: 'failed' })]);
    expect((await readRun(stores(), RUN)).get(2)).to.deep.equal({
      recordId: recordId(2),
      startedAt: '2026-11-20T03:02:00.000Z',
      endedAt: '2026-11-20T03:02:30.000Z',
      result: 'done',
      error: null,
    });
  });

  it('has the error of a failed row until it is started again', async () => {
    const error = { code: 'USER_STATE', message: 'the user is disabled' };
    await appendAll(file(), [started(1, row(1)), finished(1, { result: 'failed', error })]);
    const failed = (await readRun(stores(), RUN)).get(1);
    await appendAll(file(), [started(2, row(1))]);
    const again = (await readRun(stores(), RUN)).get(1);
    expect([failed, again]).to.deep.equal([
      {
        recordId: recordId(1),
        startedAt: '2026-11-20T03:01:00.000Z',
        endedAt: '2026-11-20T03:01:30.000Z',
        result: 'failed',
        error,
      },
      { recordId: recordId(2), startedAt: '2026-11-20T03:02:00.000Z', endedAt: null, result: null, error: null },
    ]);
  });
});
