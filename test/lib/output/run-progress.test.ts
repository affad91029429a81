import { expect } from 'chai';
import fc from 'fast-check';

import { progressText, type RunProgress } from '../../../src/lib/output/run-progress.js';

const RUN: RunProgress = { label: 'disabling', done: 250, total: 1_000, failed: 0, elapsed: 10_000 };

const text = (run: Partial<RunProgress> = {}, bar = false) => progressText({ ...RUN, ...run }, { bar });

describe('progressText', () => {
  it('tells the rate and the time that is left, with a bar where one is wanted', () => {
    expect([text(), text({}, true)]).to.deep.equal([
      'disabling  250/1000  25/s  30 s left',
      'disabling  [####............]  250/1000  25/s  30 s left',
    ]);
  });

  it('tells failures where there are some', () => {
    expect(text({ failed: 3 })).to.equal('disabling  250/1000  25/s  3 failed  30 s left');
  });

  it('tells a slow rate to a tenth, and a long time in minutes or hours', () => {
    expect([
      text({ done: 15, elapsed: 10_000 }),
      text({ done: 1, total: 20_000, elapsed: 1_000 }),
      text({ done: 100, total: 1_000, elapsed: 4_000 }),
    ]).to.deep.equal([
      'disabling  15/1000  1.5/s  11 min left',
      'disabling  1/20000  1.0/s  5.6 h left',
      'disabling  100/1000  25/s  36 s left',
    ]);
  });

  it('guesses no time before anything is done, nor when all is', () => {
    expect([text({ done: 0, elapsed: 0 }), text({ done: 0 }), text({ done: 1_000 }, true)]).to.deep.equal([
      'disabling  0/1000  0.0/s',
      'disabling  0/1000  0.0/s',
      'disabling  [################]  1000/1000  100/s',
    ]);
  });

  it('has a full bar where there is nothing to do', () => {
    expect(text({ done: 0, total: 0, elapsed: 5 }, true)).to.equal(
      'disabling  [################]  0/0  0.0/s',
    );
  });

  it('has a bar of one width, however far the run is, and whatever was counted', () => {
    fc.assert(
      fc.property(fc.nat(5_000), fc.nat(4_000), fc.nat(), (done, total, elapsed) => {
        const [, bar = ''] = /\[(#*\.*)\]/.exec(text({ done, total, elapsed }, true)) ?? [];
        expect([bar.length, !bar.includes('.')]).to.deep.equal([16, done >= total]);
      }),
    );
  });
});
