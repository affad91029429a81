import { expect } from 'chai';

import type { Table } from '../../../src/lib/cognito/table/table.js';
import { AdminError } from '../../../src/lib/errors.js';
import type { NewEntry } from '../../../src/lib/history/file/append.js';
import { fileStore } from '../../../src/lib/history/file/file-store.js';
import { checkLines } from '../../../src/lib/history/file/verify-history.js';
import { findRecord, findRun, findRunId } from '../../../src/lib/history/find-by-id.js';
import type { HistoryStores } from '../../../src/lib/history/history-stores.js';
import { readRun } from '../../../src/lib/history/read-run.js';
import { tableStore } from '../../../src/lib/history/table/table-store.js';
import { connectTo, testTable } from '../../helpers/dynamodb.js';
import { temporaryFolder } from '../config/temporary-folder.js';
import { rejection } from '../conventions/refusal.js';
import { appendAll, finished, recordId, started } from './example-history.js';

const RUN = '01KARUN0000000000000AAAAAA';
const ROW_OF_RUN = 101;
/** Changes before the run, and after it. */
const MANY = 60;
/** The blocks that are read at first. */
const PAGE = 50;

describe('the index of a history in a table', () => {
  const table = testTable();
  const folder = temporaryFolder();
  let items: number;

  /** The history as a new machine sees it, which counts the items that it is sent. */
  const stores = (through: Partial<Table> = {}): Pick<HistoryStores, 'current' | 'earlier'> => {
    const { query, ...others } = { ...connectTo(table()), ...through };
    items = 0;
    const counted: Table['query'] = async (input) => {
      const page = await query(input);
      items += page.items.length;
      return page;
    };
    const current = tableStore({
      table: { ...others, query: counted },
      pool: 'eu-west-1_Abcdefghi',
      memory: folder.path('memory.ndjson'),
    });
    return { current, earlier: [] };
  };
  const row = (number: number) => started(ROW_OF_RUN + number, { run: { id: RUN, row: number } });
  const change = (number: number): NewEntry[] => [started(number), finished(number)];
  const append = async (blocks: readonly (readonly NewEntry[])[]) => {
    const { current } = stores();
    for (const block of blocks) await current.append(block);
  };
  const refusing = (): Partial<Table> => ({
    query: (input) =>
      input.IndexName === undefined
        ? connectTo(table()).query(input)
        : Promise.reject(new AdminError('INVALID_REQUEST', 'The table does not have the specified index: starts')),
  });
  const behind = (): Partial<Table> => ({
    query: (input) =>
      input.IndexName === undefined ? connectTo(table()).query(input) : Promise.resolve({ items: [] }),
  });

  beforeEach(async function () {
    this.timeout(20_000);
    const numbers = Array.from({ length: MANY }, (_, index) => index + 1);
    await append([
      ...numbers.flatMap((number) => change(number).map((entry) => [entry])),
      // The first row begins in the block in which another change ends.
      [started(90), row(1), row(2)],
      [finished(90), finished(ROW_OF_RUN + 1), row(3)],
      [finished(ROW_OF_RUN + 2), finished(ROW_OF_RUN + 3)],
      ...numbers.map((number) => change(200 + number)),
    ]);
  });

  for (const [what, id] of [
    ['a record', recordId(7)],
    ['a record of which both lines are in one block', recordId(201)],
    ['a record by the end that the list shows', recordId(7).slice(-10)],
  ] as const) {
    it(`finds ${what} with one page from where it starts`, async () => {
      const { record } = await findRecord(stores(), id);
      expect([record.id.endsWith(id), record.result, items <= PAGE + 2]).to.deep.equal([true, 'done', true]);
    });
  }

  it('finds a run by its ID or the end of it with one page', async () => {
    for (const id of [RUN, RUN.slice(-10), RUN.slice(-12).toLowerCase()]) {
      expect([await findRunId(stores(), id), items <= PAGE + 2]).to.deep.equal([RUN, true]);
    }
  });

  it('finds the first record of a run, and reads its rows from there', async () => {
    const { run, first } = await findRun(stores(), RUN);
    // Once for the whole ID, and once for the record.
    expect(items <= 2 * (PAGE + 2)).to.equal(true);
    const rows = await readRun(stores(), RUN);
    expect([run, first.record.id, items < MANY + 10]).to.deep.equal([RUN, recordId(ROW_OF_RUN + 1), true]);
    expect([...rows.values()].map(({ recordId: id, result }) => [id, result])).to.deep.equal(
      [1, 2, 3].map((number) => [recordId(ROW_OF_RUN + number), 'done']),
    );
  });

  for (const [what, through] of [
    ['there is none', refusing],
    ['it does not have the newest blocks', behind],
  ] as const) {
    it(`is not needed: if ${what}, the history is read`, async () => {
      const { record } = await findRecord(stores(through()), recordId(7));
      const { first } = await findRun(stores(through()), RUN.toLowerCase());
      const rows = await readRun(stores(through()), RUN);
      expect([record.result, first.record.id, rows.size]).to.deep.equal(['done', recordId(ROW_OF_RUN + 1), 3]);
    });
  }

  it('finds a row of a run by reading, and says so if there is none', async () => {
    const { record } = await findRecord(stores(), recordId(ROW_OF_RUN + 2));
    expect([record.result, record.run]).to.deep.equal(['done', { id: RUN, row: 2 }]);
    expect((await rejection(findRecord(stores(), recordId(999)))).code).to.equal('RECORD_NOT_FOUND');
    expect((await rejection(findRun(stores(), recordId(7)))).code).to.equal('RUN_NOT_FOUND');
  });

  it('starts at the file for a run that was begun before the team had a table', async () => {
    const file = folder.path('before.ndjson');
    await appendAll(file, [started(95, { run: { id: RUN, row: 9 } }), finished(95)]);
    const { current } = stores();
    const { first } = await findRun({ current, earlier: [fileStore(file)] }, RUN);
    const rows = await readRun({ current, earlier: [fileStore(file)] }, RUN);
    expect([first.record.id, rows.size]).to.deep.equal([recordId(95), 4]);
  });

  it('leaves one verified chain', async () => {
    expect((await checkLines(stores().current)).faults).to.deep.equal([]);
  });
});
