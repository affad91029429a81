import { expect } from 'chai';

import { breakdownBlock, breakdownTable, share } from '../../../src/lib/reports/breakdown-blocks.js';
import type { Breakdown } from '../../../src/lib/reports/tally.js';

const WORDS = {
  caption: 'Users by tenant',
  value: 'Tenant',
  count: 'Users',
  none: 'no tenant',
  others: 'other tenants',
};

function tenants(count: number, rest: Partial<Breakdown> = {}): Breakdown {
  const values = Array.from({ length: count }, (_, index) => ({ value: `tenant_${index}`, count: 2 }));
  return { total: 2 * count + (rest.none ?? 0) + (rest.others ?? 0), values, none: 0, others: 0, ...rest };
}

describe('breakdownTable', () => {
  it('has a row for each value, then for the others and those without, and their sum', () => {
    const table = breakdownTable(tenants(2, { none: 1, others: 3 }), WORDS);
    expect([[...(table.rows as Iterable<unknown>)], table.total]).to.deep.equal([
      [
        ['tenant_0', 2, '25%'],
        ['tenant_1', 2, '25%'],
        ['other tenants', 3, '37.5%'],
        ['no tenant', 1, '12.5%'],
      ],
      ['Total', 8, '100%'],
    ]);
  });
});

describe('breakdownBlock', () => {
  const chartOf = (breakdown: Breakdown) => {
    const block = breakdownBlock(breakdown, WORDS);
    return block.kind === 'chart' && block.chart.kind === 'bars' ? block.chart.bars : undefined;
  };

  it('draws the most frequent values of many, and the rest as one bar, so that the bars are everything', () => {
    const bars = chartOf(tenants(300, { none: 4, others: 5 }))!;
    expect(bars.length).to.equal(14);
    expect(bars.slice(-2)).to.deep.equal([
      { label: 'other tenants', count: 2 * 288 + 5 },
      { label: 'no tenant', count: 4 },
    ]);
    expect(bars.reduce((sum, { count }) => sum + count, 0)).to.equal(609);
  });

  it('draws nothing for a single value', () => {
    expect(chartOf(tenants(1))).to.equal(undefined);
  });
});

describe('share', () => {
  for (const [count, total, text] of [
    [1, 3, '33.3%'],
    [1, 1, '100%'],
    [0, 5, '0%'],
    [0, 0, '-'],
    [1, 200_000, '<0.1%'],
    [199_999, 200_000, '>99.9%'],
  ] as const) {
    it(`of ${count} in ${total} is ${text}`, () => {
      expect(share(count, total)).to.equal(text);
    });
  }
});
