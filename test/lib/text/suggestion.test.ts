import { expect } from 'chai';
import fc from 'fast-check';
import { closest, didYouMean } from '../../../src/lib/text/suggestion.js';

describe('closest', () => {
  const commands = ['list', 'show', 'create', 'disable', 'enable', 'reset-password'];
  const cases: [typed: string, meant: string | undefined][] = [
    ['lsit', 'list'],
    ['LIST', 'list'],
    [' creat ', 'create'],
    ['enabel', 'enable'],
    ['reset_passwrod', 'reset-password'],
    ['frobnicate', undefined],
    ['xyz', undefined],
    ['', undefined],
    ['  ', undefined],
    ['c'.repeat(10_000), undefined],
  ];
  for (const [typed, meant] of cases) {
    it(`takes ${JSON.stringify(typed.slice(0, 20))} for ${meant ?? 'no candidate'}`, () => {
      expect(closest(typed, commands)).to.equal(meant);
    });
  }

  it('allows one edit in a name of three letters, and no more', () => {
    expect([closest('uss', ['use']), closest('us', ['use']), closest('xxe', ['use'])]).to.deep.equal([
      'use',
      'use',
      undefined,
    ]);
  });

  it('prefers the first of equally near candidates', () => {
    expect(closest('test2', ['test1', 'test3'])).to.equal('test1');
  });

  it('finds every candidate by its name in any case', () => {
    fc.assert(fc.property(fc.constantFrom(...commands), (name) => closest(name.toUpperCase(), commands) === name));
  });

  it('returns only candidates', () => {
    fc.assert(
      fc.property(fc.string(), fc.array(fc.string()), (text, candidates) => {
        const found = closest(text, candidates);
        return found === undefined || candidates.includes(found);
      }),
    );
  });
});

describe('didYouMean', () => {
  it('starts a hint, or is empty', () => {
    expect([didYouMean('list'), didYouMean('list', undefined, 'get', 'list'), didYouMean(undefined)]).to.deep.equal([
      'Did you mean list? ',
      'Did you mean list, get? ',
      '',
    ]);
  });
});
