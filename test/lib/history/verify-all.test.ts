import { writeFile } from 'node:fs/promises';

import { expect } from 'chai';

import { fileStore } from '../../../src/lib/history/file/file-store.js';
import { verifyAll } from '../../../src/lib/history/verify-all.js';
import { temporaryFolder } from '../config/temporary-folder.js';
import { appendAll, finished, INTENT, recordId, started } from './example-history.js';

describe('verifyAll', () => {
  const folder = temporaryFolder();
  const [one, two, current] = ['one', 'two', 'current'].map((name) => () => folder.path(`${name}.ndjson`)) as [
    () => string,
    () => string,
    () => string,
  ];
  const verify = () =>
    verifyAll({
      current: fileStore(current()),
      earlier: [one(), two()].map(fileStore),
      beforeTable: [],
      isOwn: ({ poolId }) => poolId === INTENT.poolId,
    });

  it('sums up the files that have changes of the pool, in which a change may end in a later file', async () => {
    await appendAll(one(), [started(1, { poolId: 'other' }), started(2), started(3)]);
    await appendAll(two(), [started(4, { poolId: 'other' })]);
    await appendAll(current(), [finished(2), started(5), finished(5)]);
    expect(await verify()).to.deep.equal({
      file: current(),
      earlier: [one()],
      records: 4,
      unknown: 2,
      lines: 6,
      isTorn: false,
      faults: [],
    });
  });

  it('names the file of each fault, also if nothing of it can be read', async () => {
    await appendAll(one(), [started(1), started(2)]);
    await writeFile(two(), '{}\n');
    await writeFile(`${one()}.head`, '{}');
    const { faults } = await verify();
    expect(faults.map(({ file, problem, line, id }) => [file, problem, line, id])).to.deep.equal([
      [one(), 'no-head', 2, recordId(2)],
      [two(), 'altered', 1, null],
    ]);
  });
});
