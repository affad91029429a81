import { expect } from 'chai';

import { countsText } from '../../../src/lib/batch/batch-view.js';

const NONE = { total: 9, before: 0, changed: 0, alreadySo: 0, failed: 0 };

describe('countsText', () => {
  for (const [counts, sentence] of [
    [NONE, 'users disable: 0 changed.'],
    [{ ...NONE, changed: 3 }, 'users disable: 3 changed.'],
    [
      { ...NONE, changed: 3, alreadySo: 1, failed: 2, before: 4 },
      'users disable: 3 changed, 1 so already, 2 failed, 4 done with before.',
    ],
  ] as const) {
    it(`says ${sentence}`, () => {
      expect(countsText('users.disable', counts)).to.equal(sentence);
    });
  }
});
