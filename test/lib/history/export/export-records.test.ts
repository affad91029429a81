import { writeFile } from 'node:fs/promises';

import { DeleteItemCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { expect } from 'chai';
import fc from 'fast-check';

import { appendEntries, type NewEntry } from '../../../../src/lib/history/file/append.js';
import { fileStore } from '../../../../src/lib/history/file/file-store.js';
import { BEGINNING, type ExportOptions, exportRecords } from '../../../../src/lib/history/export/export-records.js';
import type { HistoryStore } from '../../../../src/lib/history/store.js';
import { tableStore } from '../../../../src/lib/history/table/table-store.js';
import { connectTo, testTable } from '../../../helpers/dynamodb.js';
import { temporaryFolder } from '../../config/temporary-folder.js';
import { rejection } from '../../conventions/refusal.js';
import { finished, linesOf, recordId, started } from '../example-history.js';

const POOL = 'eu-west-1_Abcdefghi';
/** Five hours after the example changes. */
const LATER = new Date('2026-11-20T08:00:00Z');

describe('exportRecords', () => {
  const folder = temporaryFolder();
  const file = () => folder.path('history.ndjson');
  const append = (...entries: NewEntry[]) => appendEntries(file(), ...entries);

  async function exported(options: Partial<ExportOptions> = {}, earlier: string[] = []) {
    const stores = { current: fileStore(file()), earlier: earlier.map(fileStore), beforeTable: [], isOwn: () => true };
    const { records, end, heldBack, unreadable } = exportRecords(stores, { now: LATER, ...options });
    const found: string[] = [];
    for await (const { id, result } of records) found.push(`${Number(id.slice(-3))} ${result}`);
    return { found, end: end(), heldBack: heldBack(), unreadable: unreadable() };
  }

  it('has each change with its outcome, in the order of their starts, and ends at the last line', async () => {
    await append(started(1), started(2), finished(2), finished(1, { result: 'failed' }));
    const all = await exported();
    expect([all.found, all.end.n, all.heldBack]).to.deep.equal([['1 failed', '2 done'], 4, 0]);
  });

  it('continues after the last line, by its number with or without its hash', async () => {
    await append(started(1), finished(1));
    const { end } = await exported();
    expect((await exported({ after: end })).found).to.deep.equal([]);
    await append(started(2), finished(2));
    expect((await exported({ after: end })).found).to.deep.equal(['2 done']);
    expect((await exported({ after: { n: 2 } })).found).to.deep.equal(['2 done']);
  });

  it('ends before a change that may be in progress, and has it and what follows the next time', async () => {
    const now = new Date('2026-11-20T03:10:00Z');
    await append(started(1), finished(1), started(2), started(3), finished(3));
    const first = await exported({ now });
    await append(finished(2));
    const second = await exported({ now, after: first.end });
    expect([first.found, first.end.n, first.heldBack, second.found]).to.deep.equal([
      ['1 done'],
      2,
      2,
      ['2 done', '3 done'],
    ]);
  });

  it('has a change that a killed process left as unknown, once it is over an hour old', async () => {
    await append(started(1), started(2), finished(2));
    expect((await exported()).found).to.deep.equal(['1 unknown', '2 done']);
  });

  it('has only changes since a time', async () => {
    await append(started(1), finished(1), started(90), finished(90));
    expect((await exported({ since: '2026-11-20T04:00:00.000Z' })).found).to.deep.equal(['90 done']);
  });

  it('has what is in files of earlier versions first, and not again', async () => {
    const earlier = folder.path('earlier.ndjson');
    await appendEntries(earlier, started(1), finished(1), started(2));
    await append(started(3), finished(3));
    const first = await exported({}, [earlier]);
    const second = await exported({ after: first.end }, [earlier]);
    expect([first.found, first.end.n, second.found]).to.deep.equal([['1 done', '2 unknown', '3 done'], 2, []]);
  });

  it('has a change that was started in a file and completed elsewhere, as a resumed run does, with its outcome', async () => {
    const earlier = folder.path('earlier.ndjson');
    await appendEntries(earlier, started(1), finished(1, { result: 'unknown' }), started(2), started(3));
    await append(finished(2), started(4), finished(4), finished(1));
    expect((await exported({}, [earlier])).found).to.deep.equal(['1 done', '2 done', '3 unknown', '4 done']);
  });

  it('has what was written to a further file later, also if there was no such file before', async () => {
    const [earlier, other] = [folder.path('earlier.ndjson'), folder.path('other.ndjson')];
    await appendEntries(earlier, started(1), finished(1));
    const first = await exported({ after: BEGINNING }, [earlier]);
    await appendEntries(earlier, started(2), finished(2));
    await appendEntries(other, started(3), finished(3));
    const second = await exported({ after: first.end }, [earlier, other]);
    const third = await exported({ after: second.end }, [other]);
    const fourth = await exported({ after: third.end }, [earlier, other]);
    expect([first, second, third, fourth].map(({ found }) => found)).to.deep.equal([
      ['1 done'],
      ['2 done', '3 done'],
      [],
      [],
    ]);
  });

  it('counts lines that cannot be read', async () => {
    await append(started(1), finished(1), started(2), finished(2));
    const [one, two, , four] = await linesOf(file());
    await writeFile(file(), `${[one, two, 'not a line', four].join('\n')}\n`);
    const all = await exported();
    expect([all.found, all.unreadable, all.end.n]).to.deep.equal([['1 done'], 1, 4]);
  });

  it('is refused if the line that was exported last is another one, or is gone', async () => {
    await append(started(1), finished(1));
    const hash = 'f'.repeat(64);
    const other = await rejection(exported({ after: { n: 2, hash } }));
    const gone = await rejection(exported({ after: { n: 3 } }));
    expect([other.code, other.message, gone.code, gone.message]).to.deep.equal([
      'HISTORY_ALTERED',
      `line 2 of ${file()}, which was exported last, is another one now`,
      'HISTORY_ALTERED',
      `line 3 of ${file()}, which was exported last, is missing`,
    ]);
  });

  it('is empty without a history', async () => {
    expect(await exported()).to.deep.equal({
      found: [],
      end: BEGINNING,
      heldBack: 0,
      unreadable: 0,
    });
  });

  it('has each change once over any exports, whenever they are made', async function () {
    this.timeout(60_000);
    let run = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.constantFrom('start', 'finish', 'export'), { minLength: 1, maxLength: 30 }),
        fc.infiniteStream(fc.nat()),
        async (steps, numbers) => {
          run += 1;
          const path = folder.path(`any-${run}.ndjson`);
          const stores = { current: fileStore(path), earlier: [], beforeTable: [], isOwn: () => true };
          const open: number[] = [];
          let count = 0;
          let after: ExportOptions['after'];
          const seen: string[] = [];
          const take = async (now: Date) => {
            const { records, end } = exportRecords(stores, { after, now });
            for await (const { id } of records) seen.push(id);
            after = end();
          };
          for (const step of steps) {
            if (step === 'start') {
              count += 1;
              open.push(count);
              await appendEntries(path, started(count));
            } else if (step === 'finish' && open.length > 0) {
              const [number = 0] = open.splice(Number(numbers.next().value) % open.length, 1);
              await appendEntries(path, finished(number));
            } else if (step === 'export') await take(new Date('2026-11-20T03:30:00Z'));
          }
          await take(LATER);
          expect(seen).to.deep.equal(Array.from({ length: count }, (_, index) => recordId(index + 1)));
        },
      ),
      { numRuns: 60 },
    );
  });
});

describe('exportRecords of the table of a team', () => {
  const table = testTable();
  const folder = temporaryFolder();
  const machine = (name: string): HistoryStore =>
    tableStore({ table: connectTo(table()), pool: POOL, memory: folder.path(`${name}/memory.ndjson`) });

  /** @param at the time of day of the export; a change is started at 03:00 and as many minutes as its number */
  async function exported(at: string, after: ExportOptions['after'] = BEGINNING) {
    const stores = { current: machine('siem'), earlier: [], beforeTable: [], isOwn: () => true };
    const { records, end, heldBack } = exportRecords(stores, { after, now: new Date(`2026-11-20T${at}:00Z`) });
    const found: string[] = [];
    for await (const { id, result } of records) found.push(`${Number(id.slice(-3))} ${result}`);
    return { found, end: end(), heldBack: heldBack() };
  }

  it('continues within a block and after it, by the line and its hash', async () => {
    const [desk, laptop] = [machine('desk'), machine('laptop')];
    await desk.append([started(1), finished(1), started(2), started(3), finished(3)]);
    const first = await exported('03:10');
    await laptop.append([finished(2)]);
    await laptop.append([started(4), finished(4)]);
    const second = await exported('03:10', first.end);
    const third = await exported('03:10', second.end);
    expect([first, second, third].map(({ found, end }) => [found, end.n])).to.deep.equal([
      [['1 done'], 2],
      [['2 done', '3 done', '4 done'], 8],
      [[], 8],
    ]);
    expect((await exported('03:10', { n: 6 })).found).to.deep.equal(['4 done']);
  });

  it('is refused if the line that was exported last is another one, or is gone', async () => {
    await machine('desk').append([started(1), finished(1)]);
    const { end } = await exported('09:00');
    const Key = { pool: { S: POOL }, first: { N: '1' } };
    await table().client.send(
      new UpdateItemCommand({
        ...{ TableName: table().name, Key, UpdateExpression: 'SET #lines = :lines' },
        ...{ ExpressionAttributeNames: { '#lines': 'lines' }, ExpressionAttributeValues: { ':lines': { S: 'x\ny' } } },
      }),
    );
    const other = await rejection(exported('09:00', end));
    await table().client.send(new DeleteItemCommand({ TableName: table().name, Key }));
    const gone = await rejection(exported('09:00', end));
    expect([other.code, other.message, gone.code, gone.message]).to.deep.equal([
      ...['HISTORY_ALTERED', `line 2 of table ${table().name}, which was exported last, is another one now`],
      ...['HISTORY_ALTERED', `line 2 of table ${table().name}, which was exported last, is missing`],
    ]);
  });

  it('waits for the outcome of a change of a machine whose clock is two hours slow', async () => {
    const slow = machine('slow');
    await slow.append([started(1)]);
    const first = await exported('05:02');
    await slow.append([finished(1)]);
    const second = await exported('05:04', first.end);
    expect([first.found, first.heldBack, second.found]).to.deep.equal([[], 1, ['1 done']]);
  });

  it('has a change as unknown that it saw without an outcome an hour before, whatever the clocks say', async () => {
    const fast = machine('fast');
    await fast.append([started(600)]);
    const first = await exported('03:00');
    await fast.append([started(601)]);
    const second = await exported('03:59', first.end);
    const third = await exported('04:00', second.end);
    const fourth = await exported('05:00', third.end);
    expect([first, second, third, fourth].map(({ found, heldBack }) => [found, heldBack])).to.deep.equal([
      [[], 1],
      [[], 2],
      [['600 unknown'], 1],
      [['601 unknown'], 0],
    ]);
    expect(fourth.end.open).to.deep.equal({});
  });

  it('does not wait for what a process left that was killed days before', async () => {
    await machine('desk').append([started(1)]);
    const { records } = exportRecords(
      { current: machine('siem'), earlier: [], beforeTable: [], isOwn: () => true },
      { after: BEGINNING, now: new Date('2026-11-22T03:10:00Z') },
    );
    const found: string[] = [];
    for await (const { result } of records) found.push(result);
    expect(found).to.deep.equal(['unknown']);
  });
});
