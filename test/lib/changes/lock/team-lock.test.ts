import { expect } from 'chai';

import type { Table } from '../../../../src/lib/cognito/table/table.js';
import { carryOut } from '../../../../src/lib/changes/carry-out.js';
import type { Change } from '../../../../src/lib/changes/change.js';
import type { Directory } from '../../../../src/lib/directory.js';
import { AdminError } from '../../../../src/lib/errors.js';
import { poolStore } from '../../../../src/lib/history/history-stores.js';
import { newestFirst } from '../../../../src/lib/history/newest-first.js';
import { openTestDirectory } from '../../../helpers/directory.js';
import { connectTo, testTable } from '../../../helpers/dynamodb.js';
import { temporaryFolder } from '../../config/temporary-folder.js';
import { rejection } from '../../conventions/refusal.js';
import { AGREED } from '../agreement.js';
import { exampleChange } from '../example-change.js';

const WEB = { kind: 'client', id: 'web', label: 'web', tenantId: null } as const;

describe('the lock of a target that a team shares', () => {
  const folder = temporaryFolder();
  const table = testTable();

  /** A machine with a data folder of its own. */
  const machine = (name: string, through: Partial<Table> = {}): Directory => ({
    ...openTestDirectory({ dataFolder: folder.path(name) }),
    table: { ...connectTo(table()), ...through },
  });
  const change = (on: Directory, ...changes: readonly Change[]) => carryOut(on, changes, AGREED);
  /** A change of an app client. Its log has what was done with it. */
  const ofClient = (more: Partial<Change> = {}) => exampleChange({ target: WEB, operation: 'client.set', ...more });
  /** Table calls that count the updates: those of a lock. */
  const counted = (onUpdate: (count: number) => unknown): Pick<Table, 'update'> => {
    const { update } = connectTo(table());
    let count = 0;
    return {
      update: async (input) => {
        await onUpdate((count += 1));
        return update(input);
      },
    };
  };

  it('loses nothing if machines write lists of which they have read another state', async function () {
    this.timeout(20_000);
    let urls: readonly string[] = [];
    const adding = (url: string): Change => {
      const plan = (): Change =>
        ofClient({
          fields: [{ field: 'callbackUrls', before: urls, after: [...urls, url], relative: true }],
          replan: () => Promise.resolve(plan()),
          apply: function (this: Change) {
            urls = this.fields[0]!.after as string[];
            return Promise.resolve({ requestIds: [] });
          },
        });
      return plan();
    };
    const wanted = ['a', 'b', 'c', 'd', 'e'].map((name) => `https://${name}.example`);
    await Promise.all(wanted.map((url) => change(machine(url), adding(url))));
    expect([...urls].sort()).to.deep.equal(wanted);
  });

  for (const [where, by] of [
    ['this machine', /^Waiting for another process of this machine, which is changing web\.$/],
    ['another machine', /^Waiting for \S+ on \S+ \(process \d+\), who is changing web\.$/],
  ] as const) {
    it(`says that it waits for a change of ${where}`, async () => {
      const said: string[] = [];
      await new Promise<void>((resolve, reject) => {
        let end = () => undefined as unknown;
        const isHeld = new Promise<void>((isInProgress) => {
          const apply = () =>
            new Promise<{ requestIds: [] }>((done) => {
              end = () => {
                done({ requestIds: [] });
              };
              isInProgress();
            });
          change(machine('this machine'), ofClient({ apply })).catch(reject);
        });
        const note = (text: string) => {
          said.push(text);
          end();
        };
        isHeld
          .then(() => change({ ...machine(where), note }, ofClient()))
          .then(() => {
            resolve();
          }, reject);
      });
      expect(said.join('\n')).to.match(by);
    });
  }

  it('is taken beside the first read, asked for beside the record of the start, and released beside that of the end', async () => {
    const [first, second, third] = [meeting(), meeting(), meeting()];
    const { putNew } = connectTo(table());
    let puts = 0;
    const on = machine('one', {
      ...counted((count) => [first, second, third][count - 1]?.()),
      putNew: async (input) => {
        await [second, third][(puts += 1) - 1]?.();
        return putNew(input);
      },
    });
    const made: Change = ofClient({ replan: () => first().then(() => made) });
    const [outcome] = await change(on, made);
    expect([outcome?.changed, puts]).to.deep.equal([true, 2]);
  });

  for (const what of ['that has no memory of the table', 'that remembers where the history ended'] as const) {
    it(`does not keep a machine waiting ${what}: the end is read beside the target, and then two blocks are written`, async () => {
      if (what !== 'that has no memory of the table') await change(machine('one'), exampleChange());
      const { query, putNew } = connectTo(table());
      const first = meeting();
      const calls: string[] = [];
      const on = machine('one', {
        query: async (input) => {
          if (calls.push('query') === 1) await first();
          return query(input);
        },
        putNew: (input) => (calls.push('put'), putNew(input)),
      });
      const made: Change = exampleChange({
        replan: async () => {
          await first();
          calls.push('read');
          return made;
        },
      });
      const [outcome] = await change(on, made);
      const queries = what === 'that has no memory of the table' ? ['query'] : ['query', 'query'];
      expect([outcome?.changed, calls]).to.deep.equal([true, [...queries, 'read', 'put', 'put']]);
    });
  }

  it('lets the first read count unless another machine has held it since', async () => {
    let reads = 0;
    const made: Change = ofClient({ replan: () => ((reads += 1), Promise.resolve(made)) });
    const [one, other] = [machine('one'), machine('other')];
    const counts: number[] = [];
    for (const on of [one, one, other, one, one]) {
      reads = 0;
      await change(on, made);
      counts.push(reads);
    }
    expect(counts).to.deep.equal([1, 1, 2, 2, 1]);
  });

  it('is taken for a list of a user, also if it is replaced, and not for another value', async () => {
    let updates = 0;
    const on = machine(
      'one',
      counted(() => (updates += 1)),
    );
    await change(on, exampleChange());
    const withoutLock = updates;
    await change(on, exampleChange({ fields: [{ field: 'groups', before: [], after: ['a'], relative: true }] }));
    const added = updates;
    // Else it would be lost to who has read the list before it, and adds to what was read.
    await change(on, exampleChange({ fields: [{ field: 'groups', before: ['a'], after: ['b'] }] }));
    expect([withoutLock, added, updates]).to.deep.equal([0, 3, 6]);
  });

  it('refuses the write if it was lost, and records that', async () => {
    const { update } = connectTo(table());
    let updates = 0;
    const on = machine('one', {
      update: (input) => ((updates += 1) === 2 ? Promise.resolve(undefined) : update(input)),
    });
    const made = ofClient();
    const { code, message } = await rejection(change(on, made));
    const results: string[] = [];
    for await (const { record } of newestFirst({ current: poolStore(on, on.endpoint), earlier: [] })) {
      results.push(record.result);
    }
    expect([code, message, made.log, results]).to.deep.equal([
      'CHANGED_UNDERNEATH',
      'the lock of web was lost: another process may be changing it',
      ['replan'],
      ['failed'],
    ]);
  });

  it('stops the change if the table cannot be reached', async () => {
    const down = () => Promise.reject(new AdminError('UNREACHABLE', 'no connection', { hint: 'Check the network.' }));
    const made = ofClient();
    expect(await rejection(change(machine('one', { update: down }), made))).to.deep.equal({
      code: 'HISTORY_UNWRITABLE',
      message: `web cannot be locked in table ${table().name}: no connection`,
      hint: 'Nothing was changed.\nCheck the network.',
    });
    expect(made.log).to.deep.equal(['replan']);
    const silent = () => Promise.reject(new AdminError('TIMEOUT', 'no answer'));
    expect((await rejection(change(machine('one', { update: silent }), made))).hint).to.equal(
      'Nothing was changed.\nCheck the network, or allow more time: --timeout SECONDS\nTo check the table: sf-admin doctor',
    );
  });

  it('is not taken by who may only read', async () => {
    let updates = 0;
    const on = machine(
      'one',
      counted(() => (updates += 1)),
    );
    const { code } = await rejection(change({ ...on, endpoint: { ...on.endpoint, readOnly: true } }, ofClient()));
    expect([code, updates]).to.deep.equal(['READ_ONLY', 0]);
  });
});

/** Where two have to be at the same time for either to go on. */
function meeting(): () => Promise<void> {
  let second: (() => void) | undefined;
  const both = new Promise<void>((resolve) => {
    second = resolve;
  });
  let isFirst = true;
  return async () => {
    if (!isFirst) second?.();
    isFirst = false;
    await both;
  };
}
