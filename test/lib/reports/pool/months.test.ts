import { expect } from 'chai';

import { monthlyBreakdown } from '../../../../src/lib/reports/pool/months.js';
import type { Breakdown } from '../../../../src/lib/reports/tally.js';

const NOW = new Date('2026-03-31T23:00:00Z');

function months(counts: Readonly<Record<string, number>>, none = 0): Breakdown {
  const values = Object.entries(counts).map(([value, count]) => ({ value, count }));
  return { total: values.reduce((sum, { count }) => sum + count, none), values, none, others: 0 };
}

describe('monthlyBreakdown', () => {
  it('has every month from the first to the present one', () => {
    expect(monthlyBreakdown(months({ '2026-01': 3, '2025-12': 1 }, 2), NOW)).to.deep.equal({
      total: 6,
      values: [
        { value: '2025-12', count: 1 },
        { value: '2026-01', count: 3 },
        { value: '2026-02', count: 0 },
        { value: '2026-03', count: 0 },
      ],
      none: 2,
      others: 0,
    });
  });

  it('counts together what is more than 24 months ago, or in the future', () => {
    const { total, values, others } = monthlyBreakdown(months({ '2024-03': 5, '2024-04': 1, '2026-04': 7 }), NOW);
    expect([total, values.length, values[0], others]).to.deep.equal([13, 24, { value: '2024-04', count: 1 }, 12]);
  });

  it('has no month for a pool without users', () => {
    expect(monthlyBreakdown(months({}), NOW)).to.deep.equal({ total: 0, values: [], none: 0, others: 0 });
  });
});
