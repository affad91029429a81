import { appendFile, readFile, stat, writeFile } from 'node:fs/promises';

import { expect } from 'chai';

import type { Table } from '../../../../src/lib/cognito/table/table.js';
import { AdminError } from '../../../../src/lib/errors.js';
import { appendEntries } from '../../../../src/lib/history/file/append.js';
import { type HistoryOwner, historyStores } from '../../../../src/lib/history/history-stores.js';
import { type MigrateOptions, migrateFile } from '../../../../src/lib/history/migrate/migrate-file.js';
import { newestFirst } from '../../../../src/lib/history/newest-first.js';
import { tableStore } from '../../../../src/lib/history/table/table-store.js';
import { verifyAll } from '../../../../src/lib/history/verify-all.js';
import { connectTo, testTable } from '../../../helpers/dynamodb.js';
import { openTestDirectory } from '../../../helpers/directory.js';
import { temporaryFolder } from '../../config/temporary-folder.js';
import { rejection } from '../../conventions/refusal.js';
import { finished, recordId, started } from '../example-history.js';

const POOL = 'eu-west-1_Abcdefghi';

describe('migrateFile', () => {
  const table = testTable();
  const folder = temporaryFolder();

  const owner = (): HistoryOwner => ({
    ...openTestDirectory({
      dataFolder: folder.path('.'),
      context: { kind: 'aws', poolId: POOL, region: 'eu-west-1' },
    }),
    table: connectTo(table()),
  });
  const file = () => folder.path(`history/pools/${POOL}.ndjson`);
  const place = (through: Partial<Table> = {}) => ({
    table: { ...connectTo(table()), ...through },
    pool: POOL,
    memory: folder.path('memory'),
  });
  const migrate = (through: Partial<Table> = {}, options: MigrateOptions = {}) =>
    migrateFile(file(), place(through), options);
  const counts = ({ lines, records, inTable, written }: Awaited<ReturnType<typeof migrate>>) => [
    lines,
    records,
    inTable,
    written,
  ];

  /** Records of the file. A long one fills a third of a block. */
  async function record(from: number, to: number, { reason = '' } = {}): Promise<void> {
    for (let number = from; number <= to; number += 1) {
      await appendEntries(file(), started(number, { reason }), finished(number));
    }
  }
  const LONG = { reason: 'x'.repeat(100_000) };

  /** Everything that this machine shows of the pool, and what verify says of it. */
  async function seen() {
    const stores = historyStores(owner());
    const ids: string[] = [];
    for await (const { record: one } of newestFirst(stores)) ids.push(one.id);
    const { faults, records, lines, earlier } = await verifyAll(stores);
    return { ids: ids.sort(), faults, records, lines, earlier: earlier.length };
  }
  const whole = (records: number, earlier = 0) => ({
    ids: Array.from({ length: records }, (_, index) => recordId(index + 1)).sort(),
    faults: [],
    records,
    lines: 2 * records,
    earlier,
  });

  /** Fails at the block of a number, before it is written or after. */
  function failingAt(call: number, isWritten: boolean): Partial<Table> {
    const { putNew } = connectTo(table());
    let calls = 0;
    return {
      putNew: async (input) => {
        calls += 1;
        if (calls !== call) return putNew(input);
        if (isWritten) await putNew(input);
        throw new AdminError('UNREACHABLE', 'cannot reach DynamoDB');
      },
    };
  }

  it('copies every line as it is, in few blocks, and shows each change once afterwards', async () => {
    await record(1, 7, LONG);
    const before = await readFile(file(), 'utf8');
    let blocks = 0;
    const done = await migrate({}, { onProgress: () => (blocks += 1) });
    const copied: string[] = [];
    for await (const { bytes } of tableStore(place()).lines()) copied.push(`${bytes.toString()}\n`);
    expect(counts(done)).to.deep.equal([14, 7, 14, 14]);
    expect(copied.join('') === before).to.equal(true);
    expect(blocks).to.equal(3);
    expect(await readFile(file(), 'utf8')).to.equal(before);
    expect(await seen()).to.deep.equal(whole(7));
  });

  it('makes the blocks that the index finds a run by, also of those that a killed process left', async () => {
    const run = { id: recordId(900), row: 1 };
    await appendEntries(file(), started(1), finished(1), started(2, { run }), finished(2), started(3, { run }));
    expect(await rejection(migrate(failingAt(2, true)))).to.include({ code: 'UNREACHABLE' });
    await appendEntries(file(), finished(3), started(4, { run }), finished(4));
    await migrate();
    const { items } = await connectTo(table()).query({
      KeyConditionExpression: '#pool = :pool',
      ExpressionAttributeNames: { '#pool': 'pool' },
      ExpressionAttributeValues: { ':pool': { S: POOL } },
    });
    expect(items.map(({ first, starts }) => [first?.N, starts?.S])).to.deep.equal([
      ['1', `${POOL}#${recordId(1).slice(-10)}`],
      ['3', `${POOL}#${run.id.slice(-10)}`],
      // A row of the run, which has begun before.
      ['6', undefined],
    ]);
    expect(await seen()).to.deep.equal(whole(4));
  });

  it('writes nothing the second time', async () => {
    await record(1, 2);
    await migrate();
    const putNew = () => Promise.reject(new Error('nothing is to be written'));
    expect(counts(await migrate({ putNew }))).to.deep.equal([4, 2, 4, 0]);
  });

  for (const [when, isWritten] of [
    ['before a block is written', false],
    ['after a block is written', true],
  ] as const) {
    it(`continues after a failure ${when}, and shows no change twice once it is done`, async () => {
      await record(1, 7, LONG);
      expect(await rejection(migrate(failingAt(2, isWritten)))).to.include({ code: 'UNREACHABLE' });
      if (!isWritten) expect(await seen()).to.deep.equal(whole(7, 1));
      const done = await migrate();
      expect([done.inTable, done.written]).to.deep.equal([14, isWritten ? 2 : 8]);
      expect(await seen()).to.deep.equal(whole(7));
    });
  }

  it('takes a block for its own whose answer was lost', async () => {
    await record(1, 2);
    const { putNew } = connectTo(table());
    const done = await migrate({ putNew: async (input) => (await putNew(input), false) });
    expect([counts(done), await seen()]).to.deep.equal([[4, 2, 4, 4], whole(2)]);
  });

  it('refuses a table in which others have written, and the file stays readable beside it', async () => {
    await record(1, 2);
    await tableStore(place()).append([started(3), finished(3)]);
    const error = await rejection(migrate());
    expect([error.code, error.message]).to.deep.equal([
      'HISTORY_CONFLICT',
      `line 1 of table ${table().name} was written by another process or machine, so ${file()} cannot follow it`,
    ]);
    expect(await seen()).to.deep.equal(whole(3, 1));
  });

  it('stops where another has written in between, and shows each change once', async () => {
    await record(1, 7, LONG);
    const { putNew } = connectTo(table());
    let calls = 0;
    const error = await rejection(
      migrate({
        putNew: async (input) => {
          calls += 1;
          if (calls === 2) await tableStore(place()).append([started(8), finished(8)]);
          return putNew(input);
        },
      }),
    );
    expect(error.code).to.equal('HISTORY_CONFLICT');
    expect(await seen()).to.deep.equal(whole(8, 1));
  });

  it('goes on after what others have appended to the lines that were taken over', async () => {
    await record(1, 2);
    await migrate();
    await tableStore(place()).append([started(3), finished(3)]);
    expect(counts(await migrate())).to.deep.equal([4, 2, 4, 0]);
    expect(await seen()).to.deep.equal(whole(3));
  });

  it('shows what was recorded in the file after it, by somebody who left the team in an emergency', async () => {
    await record(1, 2);
    await migrate();
    await record(3, 3);
    expect(await seen()).to.deep.equal(whole(3, 1));
  });

  it('writes nothing in a dry run, and counts what it would write', async () => {
    await record(1, 2);
    expect(counts(await migrate({}, { dryRun: true }))).to.deep.equal([4, 2, 0, 0]);
    expect(await seen()).to.deep.equal(whole(2, 1));
  });

  it('takes nothing over of a damaged file, or if the answer is no', async () => {
    await record(1, 2);
    const no = () => Promise.reject(new AdminError('CANCELLED', 'cancelled'));
    expect(await rejection(migrate({}, { confirm: no }))).to.include({ code: 'CANCELLED' });
    const text = await readFile(file(), 'utf8');
    await writeFile(file(), text.replace('"done"', '"fail"'));
    expect(await rejection(migrate())).to.include({ code: 'HISTORY_ALTERED' });
    const { items } = await connectTo(table()).query({
      KeyConditionExpression: '#pool = :pool',
      ExpressionAttributeNames: { '#pool': 'pool' },
      ExpressionAttributeValues: { ':pool': { S: POOL } },
    });
    expect(items).to.deep.equal([]);
  });

  it('takes nothing over if a line is too long for a table', async () => {
    await record(1, 1);
    await record(2, 2, { reason: 'x'.repeat(400_000) });
    const error = await rejection(migrate());
    expect([error.code, error.message]).to.deep.equal([
      'HISTORY_UNWRITABLE',
      `record ${recordId(2)} has more than 390 KB, which no table takes`,
    ]);
    expect(await seen()).to.deep.equal(whole(2, 1));
  });

  it('leaves out what a killed process left half-written', async () => {
    await record(1, 1);
    await appendFile(file(), '{"v":1,"n":3');
    expect(counts(await migrate())).to.deep.equal([2, 1, 2, 2]);
  });

  it('does nothing without a file', async () => {
    expect(counts(await migrate())).to.deep.equal([0, 0, 0, 0]);
    expect(await stat(`${file()}.migrated`).catch(() => undefined)).to.equal(undefined);
  });
});
