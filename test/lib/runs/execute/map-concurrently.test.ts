import { setTimeout as delay } from 'node:timers/promises';

import { expect } from 'chai';
import fc from 'fast-check';

import { mapConcurrently } from '../../../../src/lib/runs/execute/map-concurrently.js';

async function* numbers(count: number, log: string[] = []): AsyncGenerator<number, void, undefined> {
  try {
    for (let n = 1; n <= count; n++) {
      await Promise.resolve();
      yield n;
    }
  } finally {
    log.push('closed');
  }
}

/** Work on an item that ends when `end` is called for that item. */
function held() {
  const running = new Map<number, () => void>();
  let most = 0;
  return {
    most: () => most,
    work: (n: number): Promise<number> => {
      most = Math.max(most, running.size + 1);
      return new Promise((resolve) =>
        running.set(n, () => {
          running.delete(n);
          resolve(n);
        }),
      );
    },
    end: (n: number) => running.get(n)?.(),
    inProgress: () => [...running.keys()],
  };
}

async function all<T>(items: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = [];
  for await (const item of items) found.push(item);
  return found;
}

describe('mapConcurrently', () => {
  it('yields each result as it arrives, and starts the next item then', async () => {
    const { work, end, inProgress, most } = held();
    const results = mapConcurrently(numbers(4), work, { width: 2, ordered: false });
    const first = results.next();
    await delay(5);
    end(2);
    expect(await first).to.deep.equal({ done: false, value: 2 });
    const second = results.next();
    await delay(5);
    expect([inProgress(), most()]).to.deep.equal([[1, 3], 2]);
    end(1);
    end(3);
    const rest = all(results);
    await delay(5);
    end(4);
    expect([(await second).value, await rest]).to.deep.equal([1, [3, 4]]);
  });

  it('yields the results in the order of the items with ordered', async () => {
    const work = async (n: number) => {
      await delay(n === 1 ? 20 : 1);
      return n;
    };
    expect(await all(mapConcurrently(numbers(5), work, { width: 3, ordered: true }))).to.deep.equal([1, 2, 3, 4, 5]);
  });

  it('passes every item through once, whatever the width, the order and the duration of the work', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer({ min: 0, max: 3 }), { maxLength: 20 }),
        fc.integer({ min: 1, max: 8 }),
        fc.boolean(),
        async (times, width, ordered) => {
          let [inProgress, most] = [0, 0];
          const work = async (n: number) => {
            inProgress += 1;
            most = Math.max(most, inProgress);
            for (let turn = times[n - 1] ?? 0; turn > 0; turn--) await Promise.resolve();
            inProgress -= 1;
            return n;
          };
          const found = await all(mapConcurrently(numbers(times.length), work, { width, ordered }));
          const expected = times.map((_, index) => index + 1);
          expect(ordered ? found : found.sort((one, other) => one - other)).to.deep.equal(expected);
          expect(most).to.be.at.most(width);
        },
      ),
      { numRuns: 50 },
    );
  });

  for (const [what, work, items] of [
    ['the work', (n: number) => (n === 1 ? Promise.reject(new Error('broken')) : delay(20, n)), numbers],
    ['the items', (n: number) => delay(20, n), broken],
  ] as const) {
    it(`throws what ${what} throws, after the work in progress has ended`, async () => {
      const log: string[] = [];
      const logging = async (n: number) => {
        const result = await work(n);
        log.push(`ended ${n}`);
        return result;
      };
      const failed = await all(mapConcurrently(items(3, log), logging, { width: 3, ordered: false })).catch(
        (error: unknown) => error,
      );
      expect([String(failed), log.sort()]).to.deep.equal(['Error: broken', ['closed', 'ended 2', 'ended 3']]);
    });
  }

  it('waits for the work in progress if the caller stops early', async () => {
    const log: string[] = [];
    const work = async (n: number) => {
      await delay(n === 1 ? 1 : 20);
      log.push(`ended ${n}`);
    };
    const results = mapConcurrently(numbers(9, log), work, { width: 3, ordered: false });
    await results.next();
    await results.return();
    expect(log).to.deep.equal(['ended 1', 'ended 2', 'ended 3', 'closed']);
  });
});

async function* broken(_: number, log: string[]): AsyncGenerator<number, void, undefined> {
  try {
    await Promise.resolve();
    yield 2;
    yield 3;
    throw new Error('broken');
  } finally {
    log.push('closed');
  }
}
