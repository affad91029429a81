import { expect } from 'chai';
import fc from 'fast-check';
import { quoted } from '../../../src/lib/text/quoted.js';

describe('quoted', () => {
  it('shows ordinary text as it is', () => {
    expect(quoted('Zoë O\u2019Hara 😀')).to.equal('"Zoë O\u2019Hara 😀"');
  });

  it('shows control and invisible characters as escapes', () => {
    expect(quoted('a\u001b[31m\u0007\u009b\u200bb\u2028')).to.equal(
      '"a\\u001b[31m\\u0007\\u009b\\u200bb\\u2028"',
    );
  });

  it('cuts what is longer than 100 characters', () => {
    expect(quoted('x'.repeat(101))).to.equal(`"${'x'.repeat(100)}…"`);
  });

  it('never lets a control character or half a character through', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => !/[\p{Cc}\p{Cs}]/u.test(quoted(text))));
  });
});
