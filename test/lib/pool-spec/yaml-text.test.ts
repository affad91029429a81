import { expect } from 'chai';
import fc from 'fast-check';
import { parse } from 'yaml';

import { yamlText } from '../../../src/lib/pool-spec/yaml-text.js';

const DATA = fc.dictionary(
  fc.string({ unit: 'binary' }),
  fc.oneof(fc.string({ unit: 'binary' }), fc.integer(), fc.boolean()),
);

describe('yamlText', () => {
  it('parses to the same data', () => {
    fc.assert(
      fc.property(DATA, (data) => {
        expect(parse(yamlText(data))).to.deep.equal({ ...data });
      }),
    );
  });

  it('contains no character that acts on a terminal', () => {
    fc.assert(
      fc.property(DATA, (data) => {
        expect(yamlText(data)).not.to.match(
          /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/,
        );
      }),
    );
  });

  it('quotes what YAML 1.1 takes for a boolean, a date or a number', () => {
    expect(yamlText({ a: 'OFF', b: 'yes', c: '2010-09-09', d: '012', e: '1:20' })).to.equal(
      'a: "OFF"\nb: "yes"\nc: "2010-09-09"\nd: "012"\ne: "1:20"\n',
    );
  });
});
