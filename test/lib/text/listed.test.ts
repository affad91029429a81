import { expect } from 'chai';
import { listed } from '../../../src/lib/text/listed.js';

describe('listed', () => {
  const names = (count: number) => Array.from({ length: count }, (_, index) => `n${index}`);

  for (const [count, text] of [
    [0, 'none'],
    [1, 'n0'],
    [10, names(10).join(', ')],
    [12, `${names(10).join(', ')} and 2 more`],
  ] as const) {
    it(`writes ${count} names`, () => {
      expect(listed(names(count))).to.equal(text);
    });
  }
});
