import { expect } from 'chai';
import fc from 'fast-check';

import { Tally } from '../../../src/lib/reports/tally.js';

describe('Tally', () => {
  it('counts by value, the most frequent first, and apart what has no value', () => {
    const tally = new Tally(10);
    for (const value of ['b', 'a', null, 'b', 'a10', 'a9']) tally.add(value);
    expect(tally.breakdown()).to.deep.equal({
      total: 6,
      values: [
        { value: 'b', count: 2 },
        { value: 'a', count: 1 },
        { value: 'a9', count: 1 },
        { value: 'a10', count: 1 },
      ],
      none: 1,
      others: 0,
    });
  });

  it('counts values beyond the limit together, and keeps counting those before it', () => {
    const tally = new Tally(1);
    for (const value of ['a', 'b', 'c', 'a']) tally.add(value);
    expect(tally.breakdown()).to.deep.equal({ total: 4, values: [{ value: 'a', count: 2 }], none: 0, others: 2 });
  });

  it('adds up to what was counted, with at most as many values as the limit', () => {
    fc.assert(
      fc.property(fc.array(fc.option(fc.string({ maxLength: 2 }))), fc.integer({ min: 0, max: 5 }), (values, limit) => {
        const tally = new Tally(limit);
        for (const value of values) tally.add(value);
        const { total, values: counts, none, others } = tally.breakdown();
        const sum = counts.reduce((all, { count }) => all + count, none + others);
        expect([total, sum, none]).to.deep.equal([
          values.length,
          values.length,
          values.filter((value) => value === null).length,
        ]);
        expect(counts.length).to.be.at.most(limit);
      }),
    );
  });
});
