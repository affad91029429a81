import { expect } from 'chai';
import fc from 'fast-check';

import { LineMap } from '../../../../src/lib/imports/compile/line-map.js';

describe('LineMap', () => {
  it('returns the source line of every line, also after it was stored as JSON', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 4 })), (gaps) => {
        const map = new LineMap();
        const sources = gaps.map((_, index) => gaps.slice(0, index + 1).reduce((sum, gap) => sum + gap, 1));
        sources.forEach((source, index) => {
          map.add(index + 2, source);
        });
        const stored = new LineMap(JSON.parse(JSON.stringify(map)) as [number, number][]);
        expect(sources.map((_, index) => stored.source(index + 2))).to.deep.equal(sources);
      }),
    );
  });

  it('has no source line for the header', () => {
    const map = new LineMap();
    map.add(2, 5);
    expect(map.source(1)).to.equal(undefined);
  });

  it('has one stretch for any number of rows of one line each', () => {
    const map = new LineMap();
    for (let line = 2; line < 10_000; line++) map.add(line, line + 1);
    expect(JSON.stringify(map)).to.equal('[[2,1]]');
  });
});
