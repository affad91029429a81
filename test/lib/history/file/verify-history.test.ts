import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';

import { expect } from 'chai';
import { appendEntries } from '../../../../src/lib/history/file/append.js';
import { temporaryFolder } from '../../config/temporary-folder.js';
import { rejection } from '../../conventions/refusal.js';
import { putHistory, recordId, started, writeHistory } from '../example-history.js';
import { verifyHistory } from '../../../helpers/read-history.js';

/** Each test starts from six lines: records 1, 2 (which ends), 4, 5 (which ends). */
describe('verifyHistory', () => {
  const folder = temporaryFolder();
  const file = () => folder.path('prod.ndjson');
  const head = () => `${file()}.head`;
  const faults = async () => (await verifyHistory(file())).faults;
  let lines: readonly Buffer[] = [];
  let heads: readonly string[] = [];
  const put = (edited: readonly (Buffer | undefined)[], its = heads.at(-1)) =>
    putHistory(
      file(),
      edited.filter((line) => line !== undefined),
      its ?? '',
    );
  const without = (from: number, to: number) => [...lines.slice(0, from - 1), ...lines.slice(to)];
  const changed = (line: number, from: string, to: string) =>
    lines.map((bytes, index) => (index === line - 1 ? Buffer.from(bytes.toString('utf8').replace(from, to)) : bytes));

  beforeEach(async () => {
    ({ lines, heads } = await writeHistory(file(), 6));
  });

  it('counts records, those without an end, and lines', async () => {
    expect(await verifyHistory(file())).to.deep.equal({
      file: file(),
      records: 4,
      unknown: 2,
      lines: 6,
      isTorn: false,
      faults: [],
    });
  });

  it('finds no fault if there is no history', async () => {
    expect(await verifyHistory(folder.path('none'))).to.deep.equal({
      file: folder.path('none'),
      records: 0,
      unknown: 0,
      lines: 0,
      isTorn: false,
      faults: [],
    });
  });

  it('reports an altered line and its record', async () => {
    await put(changed(2, 'INC-7', 'INC-8'));
    expect(await faults()).to.deep.equal([
      {
        problem: 'altered',
        line: 2,
        id: recordId(2),
        found: `line 2, of record ${recordId(2)}, was altered`,
      },
    ]);
  });

  it('still reports it after more was written', async () => {
    for (const line of [2, 6]) {
      for (const [from, to] of [
        ['"n":', '"n": '],
        [line === 2 ? 'INC-7' : 'done', 'failed'],
      ] as const) {
        await put(changed(line, from, to));
        for (const number of [7, 8]) await appendEntries(file(), started(number));
        const found = (await faults()).map(({ problem, line: where, id }) => ({ problem, line: where, id }));
        expect(found).to.deep.equal([{ problem: 'altered', line, id: recordId(line === 2 ? 2 : 5) }]);
      }
    }
  });

  it('reports an altered last line, by the head', async () => {
    await put(changed(6, 'done', 'failed'));
    expect(await faults()).to.deep.equal([
      {
        problem: 'altered',
        line: 6,
        id: recordId(5),
        found: `line 6, of record ${recordId(5)}, was altered`,
      },
    ]);
  });

  it('reports an altered only line, by the head', async () => {
    await put(changed(1, 'INC-7', 'INC-8').slice(0, 1), heads[0]);
    expect(await faults()).to.deep.equal([
      {
        problem: 'altered',
        line: 1,
        id: recordId(1),
        found: `line 1, of record ${recordId(1)}, was altered`,
      },
    ]);
  });

  it('reports a first line that is chained to another', async () => {
    await put(changed(1, '0'.repeat(64), '1'.repeat(64)).slice(0, 1), heads[0]);
    expect(await faults()).to.deep.equal([
      {
        problem: 'altered',
        line: 1,
        id: recordId(1),
        found: `line 1, of record ${recordId(1)}, was altered`,
      },
    ]);
  });

  it('reports an invalid line once', async () => {
    await put(changed(3, '{', ''));
    expect(await faults()).to.deep.equal([
      { problem: 'altered', line: 3, id: null, found: 'line 3 is not a valid entry' },
    ]);
  });

  it('finds an altered line after the head as soon as a line follows it', async () => {
    await put(lines.slice(0, 5), heads[3]);
    await appendEntries(file(), started(6));
    const [, , , , , next] = (await readFile(file(), 'utf8')).split('\n');
    await put([...changed(5, 'INC-7', 'INC-8').slice(0, 5), Buffer.from(next!)], await readFile(head(), 'utf8'));
    expect((await faults()).map(({ problem, line }) => ({ problem, line }))).to.deep.equal([
      { problem: 'altered', line: 5 },
    ]);
  });

  it('reports a missing line, and the record after it', async () => {
    await put(without(1, 1));
    expect(await faults()).to.deep.equal([
      {
        problem: 'missing',
        line: 1,
        id: recordId(2),
        found: `line 1 is missing before record ${recordId(2)}`,
      },
    ]);
  });

  it('reports missing lines, and the record after them', async () => {
    await put(without(2, 4));
    expect(await faults()).to.deep.equal([
      {
        problem: 'missing',
        line: 2,
        id: recordId(5),
        found: `lines 2 to 4 are missing before record ${recordId(5)}`,
      },
    ]);
  });

  it('reports the lines of a removed end, and the record before them', async () => {
    await put(without(5, 6));
    expect(await faults()).to.deep.equal([
      {
        problem: 'missing',
        line: 4,
        id: recordId(4),
        found: `the end is cut off: lines 5 to 6 are missing after record ${recordId(4)}`,
      },
    ]);
  });

  it('finds an end that was cut off within the line of the head', async () => {
    await writeFile(file(), (await readFile(file())).subarray(0, -1));
    const { isTorn, faults: found } = await verifyHistory(file());
    expect({ isTorn, found: found.map(({ found: text }) => text) }).to.deep.equal({
      isTorn: true,
      found: [`the end is cut off: line 6 is missing after record ${recordId(5)}`],
    });
  });

  it('still finds a removed end after another change was recorded', async () => {
    await put(without(5, 6));
    await appendEntries(file(), started(7));
    expect((await faults()).map(({ found }) => found)).to.deep.equal([
      `lines 5 to 6 are missing before record ${recordId(7)}`,
    ]);
  });

  it('finds that the whole file was deleted', async () => {
    await rm(file());
    expect(await faults()).to.deep.equal([
      {
        problem: 'missing',
        line: 0,
        id: null,
        found: 'the whole history is missing: lines 1 to 6 are missing',
      },
    ]);
  });

  it('cannot find that both file and head were deleted', async () => {
    await Promise.all([rm(file()), rm(head())]);
    expect(await faults()).to.deep.equal([]);
  });

  for (const [what, lose] of [
    ['was deleted', () => rm(head())],
    ['was made something else', () => writeFile(head(), 'something else')],
  ] as const) {
    it(`finds that the head ${what}`, async () => {
      await lose();
      expect(await faults()).to.deep.equal([
        {
          problem: 'no-head',
          line: 6,
          id: recordId(5),
          found: 'the head file is missing or invalid: the end of the history may be missing',
        },
      ]);
    });
  }

  it('accepts a single line without a head, which a killed process leaves', async () => {
    await put(lines.slice(0, 1));
    await rm(head());
    expect(await faults()).to.deep.equal([]);
  });

  it('accepts lines after the head, which killed processes leave', async () => {
    await put(lines, heads[3]);
    expect(await faults()).to.deep.equal([]);
  });

  for (const after of [2, 4, 6]) {
    it(`reports only the copy of line 2 that was inserted after line ${after}`, async () => {
      await put([...lines.slice(0, after), lines[1], ...lines.slice(after)]);
      expect(await faults()).to.deep.equal([
        {
          problem: 'out-of-order',
          line: after + 1,
          id: recordId(2),
          found: `line ${after + 1}, of record ${recordId(2)}, was moved or inserted`,
        },
      ]);
    });
  }

  it('reports the two records of swapped lines', async () => {
    await put([lines[1], lines[0], ...lines.slice(2)]);
    expect((await faults()).map(({ found }) => found)).to.deep.equal([
      `line 1 is missing before record ${recordId(2)}`,
      `line 2, of record ${recordId(1)}, was moved or inserted`,
    ]);
  });

  it('reports at most two lines if a number was raised', async () => {
    await put(changed(2, '"n":2', '"n":9'), heads.at(-1));
    expect((await faults()).map(({ problem, line }) => ({ problem, line }))).to.deep.equal([
      { problem: 'missing', line: 2 },
      { problem: 'out-of-order', line: 3 },
    ]);
  });

  it('fails if the file cannot be read', async () => {
    await mkdir(folder.path('folder'));
    expect(await rejection(verifyHistory(folder.path('folder')))).to.deep.equal({
      code: 'HISTORY_UNREADABLE',
      message: 'the history cannot be read: it is a folder',
      hint: 'Check the permissions of the file and its folder.',
    });
  });
});
