import { expect } from 'chai';
import fc from 'fast-check';

import { age, pointInTime } from '../../../src/lib/text/point-in-time.js';

const NOW = new Date('2026-11-28T16:03:00Z');

describe('age', () => {
  const cases: [time: string, text: string | undefined][] = [
    ['2026-11-28T16:03:00Z', '0s ago'],
    ['2026-11-28T16:02:01Z', '59s ago'],
    ['2026-11-28T16:02:00Z', '1m ago'],
    ['2026-11-28T14:04:00Z', '1h ago'],
    ['2026-11-27T16:03:01Z', '23h ago'],
    ['2026-11-22T12:00:00Z', '6d ago'],
    ['2026-11-01', '3w ago'],
    ['2025-11-29T16:03:00Z', '52w ago'],
    ['2024-01-01', '2y ago'],
    ['2026-11-28T18:30:00Z', 'in 2h'],
    ['-', undefined],
    ['', undefined],
  ];
  for (const [time, text] of cases) {
    it(`of ${JSON.stringify(time)} is ${text ?? 'nothing'}`, () => {
      expect(age(time, NOW)).to.equal(text);
    });
  }

  it('is one that --since understands, up to a year, and at most one unit too short', () => {
    const SIZES: Record<string, number> = { s: 1, m: 60, h: 3_600, d: 86_400, w: 604_800 };
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 364 * 86_400 }), (seconds) => {
        const time = new Date(NOW.getTime() - seconds * 1_000);
        const text = (age(time.toISOString(), NOW) ?? '').replace(' ago', '');
        const understood = pointInTime(text, NOW)?.getTime() ?? Number.NaN;
        expect((understood - time.getTime()) / 1_000).to.be.within(0, (SIZES[text.slice(-1)] ?? 0) - 1);
      }),
    );
  });
});
