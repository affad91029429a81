import { expect } from 'chai';

import { perKey } from '../../../src/lib/changes/per-key.js';

describe('perKey', () => {
  const tick = () => new Promise((resolve) => setTimeout(resolve, 2));

  it('works on several keys at the same time, on one item of each, and keeps the order of results', async () => {
    const underWay = new Map<string, number>();
    const most = { all: 0, ofKey: 0 };
    const items = Array.from({ length: 40 }, (_, index) => index);
    const keyOf = (item: number) => `${Math.floor(item / 7)}`;
    const results = await perKey(
      items,
      async (item) => {
        underWay.set(keyOf(item), (underWay.get(keyOf(item)) ?? 0) + 1);
        const now = [...underWay.values()];
        most.all = Math.max(
          most.all,
          now.reduce((sum, count) => sum + count, 0),
        );
        most.ofKey = Math.max(most.ofKey, ...now);
        await tick();
        underWay.set(keyOf(item), underWay.get(keyOf(item))! - 1);
        return item * 2;
      },
      { width: 3, keyOf },
    );
    expect({ results, most }).to.deep.equal({
      results: items.map((item) => item * 2),
      most: { all: 3, ofKey: 1 },
    });
  });

  it('starts no item after a failure, and awaits those in progress', async () => {
    const started: number[] = [];
    const ended: number[] = [];
    const failure = await perKey(
      [1, 2, 3, 4],
      async (item) => {
        started.push(item);
        if (item === 1) throw new Error('no');
        await tick();
        ended.push(item);
      },
      { width: 2, keyOf: String },
    ).catch((error: unknown) => error);
    expect([(failure as Error).message, started, ended]).to.deep.equal(['no', [1, 2], [2]]);
  });
});
