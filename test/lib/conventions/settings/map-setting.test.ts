import { expect } from 'chai';
import fc from 'fast-check';

import { mapEdit, mapItem, mapSetting } from '../../../../src/lib/conventions/settings/map-setting.js';

const TAGS = mapSetting('tags', 'Tags');
const anyMap = fc.dictionary(fc.string({ minLength: 1, unit: fc.constantFrom('a', '=', '\\', 'é') }), fc.string());

describe('mapSetting', () => {
  it('shows a map as items, and writes them back', () => {
    expect(TAGS.read({ Tags: { team: 'identity', stage: 'a=b' } })).to.deep.equal(['team=identity', 'stage=a=b']);
    expect(TAGS.read({})).to.deep.equal([]);
    expect(TAGS.write({ Other: 1 }, ['team=x'])).to.deep.equal({ Other: 1, Tags: { team: 'x' } });
  });

  it('loses nothing, whatever characters a key has', () => {
    fc.assert(
      fc.property(anyMap, (Tags) => {
        expect(TAGS.write({}, TAGS.read({ Tags })).Tags).to.deep.equal({ ...Tags });
      }),
    );
  });

  it('sets and removes single keys, and keeps all others', () => {
    fc.assert(
      fc.property(anyMap, fc.string({ minLength: 1 }), fc.string(), (Tags, key, value) => {
        const present = TAGS.read({ Tags }) as readonly string[];
        const { [key]: _, ...others } = Tags;
        expect(TAGS.write({}, mapEdit([mapItem(key, value)], [])(present)).Tags).to.deep.equal({
          ...others,
          [key]: value,
        });
        expect(TAGS.write({}, mapEdit([], [key])(present)).Tags).to.deep.equal(others);
      }),
    );
  });
});
