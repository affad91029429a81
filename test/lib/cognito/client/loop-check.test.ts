import { expect } from 'chai';
import fc from 'fast-check';

import { loopCheck } from '../../../../src/lib/cognito/client/loop-check.js';

/** How many tokens are given until one is said to have come before; `undefined` where none is in `most`. */
function foundAfter(tokens: (index: number) => string, most: number, recent: number): number | undefined {
  const cameBefore = loopCheck(recent);
  for (let index = 0; index < most; index++) if (cameBefore(tokens(index))) return index;
  return undefined;
}

describe('loopCheck', () => {
  it('finds a loop at its first token that came before, where it is no longer than what is remembered', () => {
    fc.assert(
      fc.property(fc.nat({ max: 50 }), fc.integer({ min: 1, max: 20 }), (before, length) => {
        const token = (index: number) =>
          String(index < before ? index : before + ((index - before) % length));
        expect(foundAfter(token, 200, 20)).to.equal(before + length);
      }),
    );
  });

  it('finds a longer one all the same, within three rounds of all there is', () => {
    fc.assert(
      fc.property(fc.nat({ max: 300 }), fc.integer({ min: 1, max: 300 }), (before, length) => {
        const token = (index: number) =>
          String(index < before ? index : before + ((index - before) % length));
        expect(foundAfter(token, 3 * (before + length) + 1, 5)).to.be.a('number');
      }),
    );
  });

  it('finds none in a list that has an end', () => {
    expect(foundAfter(String, 20_000, 100)).to.equal(undefined);
  });
});
