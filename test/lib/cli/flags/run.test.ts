import { expect } from 'chai';
import { rowsInProgress } from '../../../../src/lib/cli/flags/run.js';

describe('rowsInProgress', () => {
  for (const [what, flags, rows] of [
    ['four for each call in flight without a rate', {}, 64],
    ['four for each call at a rate that Cognito allows', { rate: 120 }, 64],
    ['as many as a tenth of a second takes at a high rate', { rate: 1_000 }, 100],
    ['at most 32 for each call, whatever the rate is', { rate: 1_000_000 }, 512],
    ['four for a single call', { 'max-concurrency': 1, rate: 25 }, 4],
    ['32 for a single call at a high rate', { 'max-concurrency': 1, rate: 1_000_000 }, 32],
  ] as const) {
    it(`is ${what}`, () => {
      expect(rowsInProgress(flags)).to.equal(rows);
    });
  }
});
