import { appendFile } from 'node:fs/promises';

import { expect } from 'chai';
import fc from 'fast-check';

import type { NewEntry } from '../../../src/lib/history/file/append.js';
import { appendEntries } from '../../../src/lib/history/file/append.js';
import { fileStore } from '../../../src/lib/history/file/file-store.js';
import { newestFirst } from '../../../src/lib/history/newest-first.js';
import { recordsSince } from '../../../src/lib/history/read-history.js';
import type { ChangeRecord } from '../../../src/lib/history/record.js';
import { readHistory } from '../../helpers/read-history.js';
import { temporaryFolder } from '../config/temporary-folder.js';
import { appendAll, finished, recordId, started } from './example-history.js';

describe('newestFirst', () => {
  const folder = temporaryFolder();
  const current = () => folder.path('current.ndjson');
  const [one, two] = [() => folder.path('one.ndjson'), () => folder.path('two.ndjson')];

  async function read(earlier: readonly string[] = []) {
    const records: ChangeRecord[] = [];
    for await (const { record } of newestFirst({
      current: fileStore(current()),
      earlier: earlier.map(fileStore),
    }))
      records.push(record);
    return records;
  }
  const idsOf = (records: readonly ChangeRecord[]) => records.map(({ id }) => id);

  /** Changes that overlap, some without an end, in any order of their times. */
  const ENTRIES = fc
    .uniqueArray(fc.integer({ min: 1, max: 99 }), { minLength: 1, maxLength: 8 })
    .chain((numbers) => fc.tuple(fc.constant(numbers), fc.array(fc.nat(), { maxLength: 12 })))
    .map(([numbers, ends]) => {
      const entries: NewEntry[] = numbers.map((number) => started(number));
      for (const [index, at] of ends.entries()) {
        const number = numbers[index % numbers.length]!;
        const start = entries.findIndex((entry) => entry.entry === 'started' && entry.id === recordId(number));
        entries.splice(
          start + 1 + (at % (entries.length - start)),
          0,
          finished(number, { requestIds: [String(index)] }),
        );
      }
      return entries;
    });

  it('has the records that reading from the start has, in the opposite order', async () => {
    let count = 0;
    await fc.assert(
      fc.asyncProperty(ENTRIES, async (entries) => {
        const file = folder.path(`${(count += 1)}.ndjson`);
        await appendEntries(file, ...entries);
        const stores = { current: fileStore(file), earlier: [] };
        const records: ChangeRecord[] = [];
        for await (const { record } of newestFirst(stores)) records.push(record);
        const first = { store: stores.current, offset: 0, record: records.at(-1)! };
        expect(records.reverse()).to.deep.equal(await recordsSince(stores, first));
      }),
      { numRuns: 60 },
    );
  });

  it('reports each line that cannot be read, but not one that a killed process left half-written', async () => {
    await appendEntries(current(), started(1));
    await appendFile(current(), '\n{\nnull\n[]\n');
    await appendEntries(current(), finished(1));
    await appendFile(current(), '{"v":1,"n":3');
    const { records, unreadable } = await readHistory(current());
    expect([idsOf(records), unreadable]).to.deep.equal([[recordId(1)], 4]);
  });

  it('is in the order of the lines, whatever the clock said', async () => {
    await appendAll(current(), [started(5), started(2), finished(2), started(9), finished(5)]);
    expect(idsOf(await read())).to.deep.equal([9, 2, 5].map(recordId));
  });

  it('has the pool’s own file first, then the earlier ones by time, each in its order', async () => {
    await appendAll(one(), [started(1), started(4), started(3)]);
    await appendAll(two(), [started(2), started(5)]);
    await appendAll(current(), [started(0)]);
    expect(idsOf(await read([one(), two(), folder.path('none')]))).to.deep.equal([0, 5, 3, 4, 2, 1].map(recordId));
  });

  it('has a change with its end that is in a later file', async () => {
    await appendAll(one(), [started(1)]);
    await appendAll(current(), [finished(1)]);
    expect((await read([one()])).map(({ id, result }) => [id, result])).to.deep.equal([[recordId(1), 'done']]);
  });
});
