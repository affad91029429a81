import { expect } from 'chai';

import { countsText } from '../../../src/lib/runs/run-view.js';

const NONE = { total: 9, completedBefore: 0, changed: 0, unchanged: 0, failed: 0 };

describe('countsText', () => {
  for (const [counts, sentence] of [
    [NONE, 'users disable: 0 changed.'],
    [{ ...NONE, total: 0 }, 'users disable: 0 users in the input.'],
    [{ ...NONE, changed: 3 }, 'users disable: 3 changed.'],
    [
      { ...NONE, changed: 3, unchanged: 1, failed: 2, skipped: 1, completedBefore: 4 },
      'users disable: 3 changed, 1 unchanged, 2 failed, 1 skipped, 4 already completed.',
    ],
  ] as const) {
    it(`says ${sentence}`, () => {
      expect(countsText('users.disable', counts)).to.equal(sentence);
    });
  }
});
