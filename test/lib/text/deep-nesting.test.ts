import { expect } from 'chai';

import { deepNesting } from '../../../src/lib/text/deep-nesting.js';

describe('deepNesting', () => {
  it('is the place of the first bracket, dash or space too many', () => {
    expect(deepNesting(`a: 1\nb: ${'['.repeat(5_000)}`)).to.deep.equal({ line: 2, column: 204 });
    expect(deepNesting(`a:\n${'- '.repeat(5_000)}`)).to.deep.equal({ line: 2, column: 1 });
    expect(deepNesting(`a:\n${' '.repeat(1_000)}b: 1`)).to.deep.equal({ line: 2, column: 1 });
  });

  it('is undefined for what a parser can take', () => {
    expect(deepNesting('a: [{b: [1]}, {c: 2}]\n'.repeat(1_000))).to.equal(undefined);
    expect(deepNesting(`${'['.repeat(200)}${']'.repeat(200)}`)).to.equal(undefined);
    expect(deepNesting(']'.repeat(300))).to.equal(undefined);
  });
});
