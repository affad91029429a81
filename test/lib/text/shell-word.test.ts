import { execFileSync } from 'node:child_process';

import { expect } from 'chai';
import fc from 'fast-check';

import { shellWord } from '../../../src/lib/text/shell-word.js';

describe('shellWord', () => {
  it('leaves alone what a shell leaves alone, and quotes the rest', () => {
    const words = ['ana+it@example.com', "liam.o'brien@example.com", 'a b', '$HOME', ''];
    expect(words.map(shellWord)).to.deep.equal([
      'ana+it@example.com',
      `'liam.o'\\''brien@example.com'`,
      "'a b'",
      "'$HOME'",
      "''",
    ]);
  });

  it('is read by a shell as the text it was made from', () => {
    // A NUL cannot be an argument.
    const text = fc.string({ unit: 'binary' }).map((word) => word.replaceAll('\0', ''));
    fc.assert(
      fc.property(fc.array(text, { minLength: 1, maxLength: 200 }), (words) => {
        const script = `printf '%s\\0' ${words.map(shellWord).join(' ')}`;
        const read = execFileSync('sh', ['-c', script], { encoding: 'utf8' });
        expect(read).to.equal(words.map((word) => `${word}\0`).join(''));
      }),
      { numRuns: 20 },
    );
  });
});
