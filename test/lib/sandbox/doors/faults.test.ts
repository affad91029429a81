import { expect } from 'chai';
import { AdminError } from '../../../../src/lib/errors.js';
import { drawFault, parseFaults, rateLimiter } from '../../../../src/lib/sandbox/doors/faults.js';

describe('parseFaults', () => {
  for (const [text, faults] of [
    ['throttle=0.3,error=0.1,reset=0.05', { throttle: 0.3, error: 0.1, reset: 0.05 }],
    [' error = 1 ', { throttle: 0, error: 1, reset: 0 }],
    ['reset=.5', { throttle: 0, error: 0, reset: 0.5 }],
    ['throttle=0.7,error=0.1,reset=0.2', { throttle: 0.7, error: 0.1, reset: 0.2 }],
  ] as const) {
    it(`parses "${text}"`, () => {
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
    ['throttle=0.1,throttle=0.2', 'fault throttle is listed twice'],
    ['throttle=0.6,error=0.6', 'the fault probabilities add up to more than 1'],
  ] as const) {
    it(`rejects "${text}": ${message}`, () => {
      expect(() => parseFaults(text))
        .to.throw(AdminError, message)
        .with.property('code', 'USAGE');
    });
  }
});

describe('drawFault', () => {
  it('draws each fault with its probability, and half of the resets after the operation', () => {
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

describe('rateLimiter', () => {
  it('allows the rate at once, and then the rate per second', () => {
    let time = 0;
    const isAllowed = rateLimiter(2, () => time);
    const allowed: boolean[] = [];
    for (const wait of [0, 0, 0, 500, 0, 10_000, 0, 0]) {
      time += wait;
      allowed.push(isAllowed());
    }
    expect(allowed).to.deep.equal([true, true, false, true, false, true, true, false]);
  });

  it('allows one request even if the rate is below one per second', () => {
    let time = 0;
    const isAllowed = rateLimiter(0.5, () => time);
    const first = [isAllowed(), isAllowed()];
    time += 2000;
    expect([...first, isAllowed()]).to.deep.equal([true, false, true]);
  });
});
