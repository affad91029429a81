import { expect } from 'chai';
import { isSame, withEdits } from '../../../../src/lib/changes/settings/edit-settings.js';
import { valueAt } from '../../../../src/lib/conventions/settings/setting-field.js';

describe('isSame', () => {
  for (const [one, other, same] of [
    [['a', 'b'], ['b', 'a'], true],
    [['a'], ['a', 'b'], false],
    [[], undefined, true],
    [{}, undefined, true],
    [{ a: { b: [] } }, {}, true],
    [{ a: ['x', 'y'] }, { a: ['y', 'x'] }, true],
    [{ a: 1, b: undefined }, { a: 1 }, true],
    [{ a: false }, {}, false],
    [{ a: 0 }, {}, false],
    [{ a: '' }, {}, false],
    [[{ Name: 'a' }, { Name: 'b' }], [{ Name: 'b' }, { Name: 'a' }], false],
    [null, undefined, true],
  ] as const) {
    it(`says that ${JSON.stringify(one)} and ${JSON.stringify(other)} are ${same ? 'the same' : 'different'}`, () => {
      expect(isSame(one, other)).to.equal(same);
    });
  }
});

describe('withEdits', () => {
  const length = valueAt('length', 'Policies.Password.Length');

  it('writes a value and leaves every other member as it is', () => {
    const settings = { Name: 'a', Policies: { Password: { Length: 8, Symbols: true }, SignIn: {} } };
    expect(withEdits(settings, [{ setting: length, after: 9 }])).to.deep.equal({
      Name: 'a',
      Policies: { Password: { Length: 9, Symbols: true }, SignIn: {} },
    });
  });

  it('removes a value, with what becomes empty', () => {
    const settings = { Name: 'a', Policies: { Password: { Length: 8 } } };
    expect(withEdits(settings, [{ setting: length, after: null }])).to.deep.equal({ Name: 'a' });
  });

  it('does not write a default that is not in the settings', () => {
    const symbols = valueAt('symbols', 'Policies.Password.Symbols', false);
    expect(withEdits({}, [{ setting: symbols, after: false }])).to.deep.equal({});
  });
});
