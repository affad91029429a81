import { expect } from 'chai';
import fc from 'fast-check';

import { caseVariants, serverFilter } from '../../../../src/lib/users/read/server-filter.js';

describe('serverFilter', () => {
  it('escapes quotes and backslashes in the value', () => {
    expect(serverFilter('email', '=', String.raw`a"b\c`)).to.equal(String.raw`email = "a\"b\\c"`);
  });
});

describe('caseVariants', () => {
  it('are all combinations of case, and one for characters without case', () => {
    expect(caseVariants('a1b')).to.deep.equal(['a1b', 'a1B', 'A1b', 'A1B']);
    expect(caseVariants('')).to.deep.equal(['']);
  });

  it('contain the text, its upper and lower case, and no duplicates', () => {
    const text = fc.stringMatching(/^[\w.@+-]{0,4}$/);
    fc.assert(
      fc.property(text, (word) => {
        const variants = caseVariants(word);
        expect(variants).to.include.members([word, word.toLowerCase(), word.toUpperCase()]);
        expect(new Set(variants).size).to.equal(variants.length);
        expect(variants.every((one) => one.toLowerCase() === word.toLowerCase())).to.equal(true);
      }),
    );
  });
});
