import { DeleteItemCommand, PutItemCommand, ScanCommand } from '@aws-sdk/client-dynamodb';
import { expect } from 'chai';

import type { Item, Table } from '../../../../src/lib/cognito/table/table.js';
import { AdminError } from '../../../../src/lib/errors.js';
import { openAppender } from '../../../../src/lib/history/file/appender.js';
import { checkLines } from '../../../../src/lib/history/file/verify-history.js';
import { newestFirst } from '../../../../src/lib/history/newest-first.js';
import type { HistoryStore } from '../../../../src/lib/history/store.js';
import { tableStore } from '../../../../src/lib/history/table/table-store.js';
import { connectTo, testTable } from '../../../helpers/dynamodb.js';
import { temporaryFolder } from '../../config/temporary-folder.js';
import { rejection } from '../../conventions/refusal.js';
import { finished, recordId, started } from '../example-history.js';

const POOL = 'eu-west-1_Abcdefghi';

describe('a history in a table', () => {
  const table = testTable();
  const folder = temporaryFolder();

  /** The history as a machine sees it, which has a memory of its own. */
  const machine = (name: string, through: Partial<Table> = {}): HistoryStore =>
    tableStore({
      table: { ...connectTo(table()), ...through },
      pool: POOL,
      memory: folder.path(`${name}/memory.ndjson`),
    });
  const idsOf = async (store: HistoryStore) => {
    const ids: string[] = [];
    for await (const { record } of newestFirst({ current: store, earlier: [] })) ids.push(record.id);
    return ids;
  };
  const faultsOf = async (store: HistoryStore) =>
    (await checkLines(store)).faults.map(({ problem, line, found }) => [problem, line, found]);

  it('is one chain of what all machines have appended', async () => {
    const [one, other] = [machine('one'), machine('other')];
    await one.append([started(1)]);
    await other.append([started(2), finished(2)]);
    await one.append([finished(1)]);
    await one.append([started(3)]);
    const { faults, lines, records } = await checkLines(machine('new'));
    expect({ faults, lines, records, ids: await idsOf(machine('new')) }).to.deep.equal({
      faults: [],
      lines: 5,
      records: 3,
      ids: [3, 2, 1].map(recordId),
    });
  });

  it('stays one chain if machines append at the same moment, and has each entry once', async () => {
    const numbers = Array.from({ length: 8 }, (_, index) => index + 1);
    await Promise.all(
      numbers.map(async (number) => {
        const store = machine(String(number));
        for (let turn = 0; turn < 5; turn += 1) await store.append([started(number * 10 + turn)]);
      }),
    );
    const ids = numbers.flatMap((number) => [0, 1, 2, 3, 4].map((turn) => recordId(number * 10 + turn)));
    const { faults, lines } = await checkLines(machine('new'));
    expect({ faults, lines, ids: (await idsOf(machine('new'))).sort() }).to.deep.equal({ faults: [], lines: 40, ids });
  });

  it('writes the entries of concurrent changes as one block', async () => {
    const append = openAppender(machine('one'));
    await append(started(1));
    await Promise.all([2, 3, 4, 5].map((number) => append(started(number))));
    const { Count } = await table().client.send(new ScanCommand({ TableName: table().name }));
    expect([Count, await faultsOf(machine('new'))]).to.deep.equal([3, []]);
  });

  for (const [what, answer] of [
    ['was lost and the SDK tried again', () => false],
    [
      'never came',
      () => {
        throw new AdminError('UNREACHABLE', 'cannot reach DynamoDB');
      },
    ],
  ] as const) {
    it(`has a block once whose answer ${what}`, async () => {
      const { putNew } = connectTo(table());
      const store = machine('one', { putNew: async (input) => (await putNew(input), answer()) });
      await store.append([started(1)]);
      await store.append([started(2)]);
      expect([await idsOf(store), await faultsOf(store)]).to.deep.equal([[2, 1].map(recordId), []]);
    });
  }

  it('refuses what cannot be written, and goes on from the end of the table after it', async () => {
    let isDown = false;
    const { putNew } = connectTo(table());
    const store = machine('one', {
      putNew: (input) =>
        isDown ? Promise.reject(new AdminError('UNREACHABLE', 'cannot reach DynamoDB')) : putNew(input),
    });
    await store.append([started(1)]);
    isDown = true;
    const { code } = await rejection(store.append([started(2)]));
    isDown = false;
    await machine('other').append([started(3)]);
    await store.append([started(4)]);
    expect([code, await idsOf(store), await faultsOf(store)]).to.deep.equal([
      'UNREACHABLE',
      [4, 3, 1].map(recordId),
      [],
    ]);
  });

  it('reads the last 20 changes with one query', async () => {
    const store = machine('one');
    for (let number = 1; number <= 30; number += 1) await store.append([started(number), finished(number)]);
    const { query } = connectTo(table());
    let queries = 0;
    const counted = machine('new', {
      query: (input) => {
        queries += 1;
        return query(input);
      },
    });
    const ids: string[] = [];
    for await (const { record } of newestFirst({ current: counted, earlier: [] })) {
      ids.push(record.id);
      if (ids.length === 20) break;
    }
    expect([queries, ids[0], ids.at(-1)]).to.deep.equal([1, recordId(30), recordId(11)]);
  });

  it('reads from a line on, within a block too', async () => {
    const store = machine('one');
    await store.append([started(1)]);
    await store.append([started(2), started(3), started(4)]);
    await store.append([started(5)]);
    const from = async (n: number) => {
      const offsets: number[] = [];
      for await (const { offset } of store.lines(n)) offsets.push(offset);
      return offsets;
    };
    expect([await from(3), await from(5), await from(6)]).to.deep.equal([[3, 4, 5], [5], []]);
  });

  describe('that was altered', () => {
    let items: Item[];
    /** Puts items in place of those of the table. */
    const put = async (...others: Item[]) => {
      const { client, name: TableName } = table();
      const present = (await client.send(new ScanCommand({ TableName }))).Items ?? [];
      for (const { pool, first } of present) {
        await client.send(new DeleteItemCommand({ TableName, Key: { pool: pool!, first: first! } }));
      }
      for (const item of others) await client.send(new PutItemCommand({ TableName, Item: item }));
    };

    const stored = async (): Promise<Item[]> => {
      const { Items = [] } = await table().client.send(new ScanCommand({ TableName: table().name }));
      return Items.sort((one, other) => Number(one.first!.N) - Number(other.first!.N));
    };

    beforeEach(async () => {
      const store = machine('witness');
      for (let number = 1; number <= 5; number += 1) await store.append([started(number)]);
      items = await stored();
    });

    it('has an altered block named', async () => {
      const [, , third] = items;
      await put(...items.with(2, { ...third, lines: { S: third!.lines!.S!.replace('ana@', 'eve@') } }));
      expect((await faultsOf(machine('new'))).map(([problem, line]) => [problem, line])).to.deep.equal([
        ['altered', 3],
      ]);
    });

    it('has an altered last block named, also if its hash was altered with it', async () => {
      const last = items.at(-1)!;
      const { hash } = items[0]!;
      await put(...items.with(4, { ...last, hash: hash! }));
      expect((await faultsOf(machine('witness'))).map(([problem, line]) => [problem, line])).to.deep.equal([
        ['altered', 5],
      ]);
    });

    it('has a removed block named', async () => {
      await put(...items.toSpliced(2, 1));
      expect(await faultsOf(machine('new'))).to.deep.equal([
        ['missing', 4, `line 3 is missing before record ${recordId(4)}`],
      ]);
    });

    it('has swapped blocks named', async () => {
      const [, second, third] = items;
      await put(...items.with(1, { ...third, first: second!.first! }).with(2, { ...second, first: third!.first! }));
      expect((await faultsOf(machine('new'))).map(([problem, line]) => [problem, line])).to.deep.equal([
        ['missing', 2],
        ['out-of-order', 2],
        ['out-of-order', 3],
      ]);
    });

    it('has a block named that was altered after a gap, by its own number', async () => {
      const [, , , fourth] = items;
      const altered = { ...fourth, lines: { S: fourth!.lines!.S!.replace('ana@', 'eve@') } };
      await put(...items.with(3, altered).toSpliced(1, 1));
      expect((await faultsOf(machine('new'))).map(([problem, line]) => [problem, line])).to.deep.equal([
        ['missing', 3],
        ['altered', 4],
      ]);
    });

    it('has each block named that says something else in the index than starts in it', async () => {
      await put();
      const run = recordId(900);
      const rows = (...numbers: number[]) =>
        numbers
          .map((row) => started(row, { run: { id: run, row } }))
          .flatMap((row, index) => [row, finished(numbers[index]!)]);
      const [one, other] = [machine('one'), machine('other')];
      await one.append([started(1)]);
      await one.append([finished(1)]);
      await one.append(rows(2, 3));
      await one.append(rows(4));
      await one.append([started(5), started(6)]);
      await other.append(rows(7));
      const blocks = await stored();
      const said = blocks.map(({ starts }) => starts?.S?.split('#')[1]);
      const wrong: unknown[] = [];
      for (const [index, block] of blocks.entries()) {
        const { starts, ...nothing } = block;
        for (const altered of [nothing, { ...block, starts: { S: `${POOL}#${recordId(999).slice(-10)}` } }]) {
          if (starts === undefined && altered === nothing) continue;
          await put(...blocks.with(index, altered));
          wrong.push((await faultsOf(machine('new'))).map(([problem, line]) => [problem, line, altered === nothing]));
        }
      }
      await put(...blocks);
      expect({ said, intact: await faultsOf(machine('new')), wrong }).to.deep.equal({
        said: [recordId(1).slice(-10), undefined, run.slice(-10), undefined, undefined, run.slice(-10)],
        intact: [],
        wrong: [
          [['altered', 1, true]],
          [['altered', 1, false]],
          [['altered', 2, false]],
          [['altered', 6, true]],
          [['altered', 6, false]],
          [['altered', 8, false]],
          [['altered', 10, false]],
          // Where a run is continued need not be in the index: it begins before.
          [],
          [['altered', 12, false]],
        ],
      });
    });

    it('has an end that is cut off named on a machine that has seen it', async () => {
      await put(...items.slice(0, 3));
      expect(await faultsOf(machine('witness'))).to.deep.equal([
        ['missing', 3, `the end is cut off: lines 4 to 5 are missing after record ${recordId(3)}`],
      ]);
    });

    it('has an older copy named to which others have appended, before and after the machine appends', async () => {
      await put(...items.slice(0, 3));
      const other = machine('other');
      for (const number of [6, 7, 8]) await other.append([started(number)]);
      const witness = machine('witness');
      const before = await faultsOf(witness);
      await witness.append([started(9)]);
      expect([before, await faultsOf(machine('witness'))]).to.deep.equal([
        [['altered', 5, `line 5, of record ${recordId(7)}, was altered`]],
        [['altered', 5, `line 5, of record ${recordId(7)}, was altered`]],
      ]);
    });

    for (const [what, kept] of [
      ['was replaced by an older copy', 2],
      ['was made anew', 0],
    ] as const) {
      it(`stays one chain if it ${what}, though each machine remembers another end beyond it`, async () => {
        await put(...items.slice(0, 4));
        const other = machine('other');
        await checkLines(other);
        await put(...items.slice(0, kept));
        await machine('witness').append([started(6)]);
        await machine('other').append([started(7)]);
        const { faults, lines } = await checkLines(machine('new'));
        const [cutOff] = await faultsOf(machine('witness'));
        expect({ faults, lines, cutOff: cutOff?.[2] }).to.deep.equal({
          faults: [],
          lines: kept + 2,
          cutOff:
            `the end is cut off: ${kept === 2 ? 'line 5 is' : 'lines 3 to 5 are'} missing ` +
            `after record ${recordId(7)}`,
        });
      });
    }
  });
});
