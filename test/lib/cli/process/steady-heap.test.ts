import { setTimeout as delay } from 'node:timers/promises';
import { cachedDataVersionTag } from 'node:v8';

import { expect } from 'chai';
import { keepHeapSteady } from '../../../../src/lib/cli/process/steady-heap.js';

describe('keepHeapSteady', () => {
  // Depends on V8's flags, which cannot be read.
  const flags = cachedDataVersionTag;
  let defaults: number;

  before(() => {
    // The first time leaves a size behind that counts for new threads only.
    keepHeapSteady()();
    defaults = flags();
  });

  afterEach(() => {
    expect(flags()).to.equal(defaults);
  });

  it("changes V8's flags at once, until it is ended", () => {
    const restore = keepHeapSteady();
    expect(flags()).to.not.equal(defaults);
    restore();
  });

  it('changes them after the grace period', async () => {
    const restore = keepHeapSteady({ grace: 1 });
    expect(flags()).to.equal(defaults);
    while (flags() === defaults) await delay(1);
    restore();
  });

  it('never changes them if it is ended within the grace period', async () => {
    keepHeapSteady({ grace: 1 })();
    await delay(20);
    expect(flags()).to.equal(defaults);
  });
});
