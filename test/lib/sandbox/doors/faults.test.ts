import { expect } from 'chai';
import { AdminError } from '../../../../src/lib/errors.js';
import { drawFault, parseFaults } from '../../../../src/lib/sandbox/doors/faults.js';
import { rateLimit } from '../../../../src/lib/sandbox/doors/rate-limit.js';

describe('the faults of sandbox serve', () => {
  for (const [text, faults] of [
    ['throttle=0.3,error=0.1,reset=0.05', { throttle: 0.3, error: 0.1, reset: 0.05 }],
    [' error = 1 ', { throttle: 0, error: 1, reset: 0 }],
    ['reset=.5', { throttle: 0, error: 0, reset: 0.5 }],
    ['throttle=0.7,error=0.1,reset=0.2', { throttle: 0.7, error: 0.1, reset: 0.2 }],
  ] as const) {
    it(`are read from "${text}"`, () => {
      expect(parseFaults(text)).to.deep.equal(faults);
    });
  }

  for (const [text, message] of [
    ['', 'unknown fault ""'],
    ['slow=0.5', 'unknown fault "slow"'],
    ['throttle', 'fault throttle needs a probability from 0 to 1'],
    ['throttle=', 'fault throttle needs a probability from 0 to 1'],
    ['throttle=1.1', 'fault throttle needs a probability from 0 to 1'],
    ['throttle=-0.1', 'fault throttle needs a probability from 0 to 1'],
    ['throttle=1e-1', 'fault throttle needs a probability from 0 to 1'],
    ['throttle=0.1=0.2', 'fault throttle needs a probability from 0 to 1'],
    ['throttle=0.1,throttle=0.2', 'fault throttle is given twice'],
    ['throttle=0.6,error=0.6', 'the probabilities of all faults exceed 1 together'],
  ] as const) {
    it(`are refused in "${text}": ${message}`, () => {
      expect(() => parseFaults(text))
        .to.throw(AdminError, message)
        .with.property('code', 'USAGE');
    });
  }

  it('strike as often as asked, and half of the resets come after the operation', () => {
    const faults = parseFaults('throttle=0.2,error=0.2,reset=0.2');
    const drawn = (...numbers: number[]) => drawFault(faults, () => numbers.shift()!);
    expect([
      drawn(0),
      drawn(0.19),
      drawn(0.2),
      drawn(0.39),
      drawn(0.4, 0.49),
      drawn(0.59, 0.5),
      drawn(0.61),
    ]).to.deep.equal(['throttle', 'throttle', 'error', 'error', 'reset-before', 'reset-after', undefined]);
  });
});

describe('the rate limit of sandbox serve', () => {
  it('lets so many through at once, and then so many a second', () => {
    let time = 0;
    const mayPass = rateLimit(2, () => time);
    const passes: boolean[] = [];
    for (const wait of [0, 0, 0, 500, 0, 10_000, 0, 0]) {
      time += wait;
      passes.push(mayPass());
    }
    expect(passes).to.deep.equal([true, true, false, true, false, true, true, false]);
  });

  it('lets one through even where the rate is below one a second', () => {
    let time = 0;
    const mayPass = rateLimit(0.5, () => time);
    const first = [mayPass(), mayPass()];
    time += 2000;
    expect([...first, mayPass()]).to.deep.equal([true, false, true]);
  });
});
