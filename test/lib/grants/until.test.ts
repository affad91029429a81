import { expect } from 'chai';

import { parseUntil } from '../../../src/lib/grants/until.js';
import { refusal } from '../conventions/refusal.js';

const NOW = new Date('2026-11-29T12:00:00.500Z');

describe('parseUntil', () => {
  for (const [text, at] of [
    ['30m', '2026-11-29T12:30:00Z'],
    ['4h', '2026-11-29T16:00:00Z'],
    [' 3d ', '2026-12-02T12:00:00Z'],
    ['92d', '2027-03-01T12:00:00Z'],
    ['2026-12-01', '2026-12-01T00:00:00Z'],
    ['2026-11-29T18:00+02:00', '2026-11-29T16:00:00Z'],
  ] as const) {
    it(`takes ${text} for ${at}`, () => {
      expect(parseUntil(text, NOW)).to.deep.equal({ text: text.trim(), at });
    });
  }

  for (const [text, message] of [
    ['', 'invalid time "" for --until'],
    ['tomorrow', 'invalid time "tomorrow" for --until'],
    ['4', 'invalid time "4" for --until'],
    ['0h', '--until "0h" has passed'],
    ['2026-11-29', '--until "2026-11-29" has passed'],
    ['93d', '--until "93d" is more than 92 days away'],
    ['999999w', '--until "999999w" is more than 92 days away'],
  ] as const) {
    it(`refuses "${text}"`, () => {
      const error = refusal(() => parseUntil(text, NOW));
      expect([error.code, error.message]).to.deep.equal(['USAGE', message]);
    });
  }
});
