import { expect } from 'chai';

import { type Checkpoint, compareCheckpoint, endOf } from '../../../src/lib/history/checkpoint.js';
import { fileStore } from '../../../src/lib/history/file/file-store.js';
import type { HistoryStore } from '../../../src/lib/history/store.js';
import { tableStore } from '../../../src/lib/history/table/table-store.js';
import { connectTo, testTable } from '../../helpers/dynamodb.js';
import { temporaryFolder } from '../config/temporary-folder.js';
import { finished, started } from './example-history.js';

const POOL = 'eu-west-1_Abcdefghi';

describe('compareCheckpoint', () => {
  const table = testTable();
  const folder = temporaryFolder();
  const stores: Readonly<Record<string, () => HistoryStore>> = {
    file: () => fileStore(folder.path('history.ndjson')),
    table: () => tableStore({ table: connectTo(table()), pool: POOL, memory: folder.path('memory.ndjson') }),
  };

  for (const [kind, open] of Object.entries(stores)) {
    it(`finds in a ${kind} whether the line of a checkpoint is there, is another one or is missing`, async () => {
      const store = open();
      await store.append([started(1), finished(1)]);
      await store.append([started(2)]);
      const head = await endOf(store);
      await store.append([finished(2), started(3)]);
      const compare = async (expected: { n: number; hash: string }) => {
        const at = '2026-11-20T04:00:00.000Z';
        const kept: Checkpoint = { checkpoint: 1, poolId: POOL, endpoint: null, history: store.name, at, ...expected };
        const faults = await compareCheckpoint({ current: store, earlier: [] }, kept);
        return faults.map(({ problem, line }) => [problem, line]);
      };
      const hash = head?.hash ?? '';
      expect([
        head?.n,
        await compare({ n: 3, hash }),
        await compare({ n: 2, hash }),
        await compare({ n: 9, hash }),
      ]).to.deep.equal([3, [], [['altered', 2]], [['missing', 5]]]);
    });
  }
});
