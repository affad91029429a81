import { execFileSync } from 'node:child_process';
import { expect } from 'chai';
import fc from 'fast-check';
import { quoted, shellWord } from '../../../src/lib/text/quoted.js';

describe('quoted', () => {
  it('leaves ordinary text unchanged', () => {
    expect(quoted('Zoë O\u2019Hara 😀')).to.equal('"Zoë O\u2019Hara 😀"');
  });

  it('escapes control and invisible characters', () => {
    expect(quoted('a\u001b[31m\u0007\u009b\u200bb\u2028')).to.equal('"a\\u001b[31m\\u0007\\u009b\\u200bb\\u2028"');
  });

  it('shortens text of more than 100 characters', () => {
    expect(quoted('x'.repeat(101))).to.equal(`"${'x'.repeat(100)}…"`);
  });

  it('never returns a control character or half a character', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => !/[\p{Cc}\p{Cs}]/u.test(quoted(text))));
  });
});

describe('shellWord', () => {
  it('quotes only text that a shell would change', () => {
    const words = ['ana+it@example.com', "liam.o'brien@example.com", 'a b', '$HOME', ''];
    expect(words.map(shellWord)).to.deep.equal([
      'ana+it@example.com',
      `'liam.o'\\''brien@example.com'`,
      "'a b'",
      "'$HOME'",
      "''",
    ]);
  });

  it('is read back by a shell as the same text', () => {
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
