import { expect } from 'chai';
import fc from 'fast-check';
import { generatePassword, passwordViolations } from '../../../src/lib/conventions/password.js';
import type { PasswordPolicy } from '../../../src/lib/model/user-pool.js';

const stackflow: PasswordPolicy = {
  minimumLength: 12,
  requireUppercase: true,
  requireLowercase: true,
  requireNumbers: true,
  requireSymbols: true,
  temporaryPasswordValidityDays: 7,
};
const lax: PasswordPolicy = {
  ...stackflow,
  minimumLength: 6,
  requireUppercase: false,
  requireLowercase: false,
  requireNumbers: false,
  requireSymbols: false,
};

describe('passwordViolations', () => {
  const cases: [password: string, violations: string[]][] = [
    ['Correct-Horse7', []],
    ['Correct Horse7', []],
    ['', ['at least 12 characters', 'an upper-case letter', 'a lower-case letter', 'a digit', 'a symbol']],
    ['correct-horse7', ['an upper-case letter']],
    ['CORRECT-HORSE7', ['a lower-case letter']],
    ['Correct-Horsey', ['a digit']],
    ['CorrectHorse77', ['a symbol']],
    ['Corr-7', ['at least 12 characters']],
    [' CorrectHorse7', ['a symbol', 'no space at its start or end']],
    ['Correct-Horse7 ', ['no space at its start or end']],
    ['Correct-Horse7\n', ['no space at its start or end', 'no tabs, line breaks or control characters']],
    ['Correct-\tHorse7', ['no tabs, line breaks or control characters']],
    ['ÄÖÜäöü-777777', ['an upper-case letter', 'a lower-case letter']],
    ['CorrectHorse7€', ['a symbol']],
    [`Aa1-${'x'.repeat(252)}`, []],
    [`Aa1-${'x'.repeat(253)}`, ['at most 256 characters']],
  ];
  for (const [password, violations] of cases) {
    it(`finds ${violations.join(', ') || 'nothing'} missing in ${JSON.stringify(password.slice(0, 20))}`, () => {
      expect(passwordViolations(password, stackflow)).to.deep.equal(violations);
    });
  }

  for (const symbol of '^$*.[]{}()?"!@#%&/\\,><\':;|_~`=+-') {
    it(`counts ${symbol} as a symbol`, () => {
      expect(passwordViolations(`CorrectHorse7${symbol}`, stackflow)).to.deep.equal([]);
    });
  }

  it('requires no class that the policy does not', () => {
    expect(passwordViolations('aaaaaa', lax)).to.deep.equal([]);
  });
});

describe('generatePassword', () => {
  const policies = fc.record({
    minimumLength: fc.integer({ min: 6, max: 99 }),
    requireUppercase: fc.boolean(),
    requireLowercase: fc.boolean(),
    requireNumbers: fc.boolean(),
    requireSymbols: fc.boolean(),
    temporaryPasswordValidityDays: fc.constant(7),
  });

  it('never violates the policy', () => {
    fc.assert(
      fc.property(policies, (policy) => {
        const password = generatePassword(policy);
        expect(passwordViolations(password, policy)).to.deep.equal([]);
        expect(password).to.have.lengthOf(Math.max(20, policy.minimumLength));
      }),
    );
  });

  it('has all four classes whatever the policy, and starts with a letter', () => {
    fc.assert(
      fc.property(policies, (policy) => {
        expect(generatePassword(policy)).to.match(
          /^(?=.*[A-Z])(?=.*[a-z])(?=.*[0-9])(?=.*[-_+=@])[A-Za-z][A-Za-z0-9_+=@-]+$/,
        );
      }),
    );
  });

  it('has no characters that look alike', () => {
    fc.assert(fc.property(policies, (policy) => !/[0OIl1|]/.test(generatePassword(policy))));
  });

  it('is different every time', () => {
    const passwords = Array.from({ length: 500 }, () => generatePassword(stackflow));
    expect(new Set(passwords).size).to.equal(500);
  });

  it('can have every class at every position but the first', () => {
    const passwords = Array.from({ length: 2000 }, () => generatePassword(stackflow));
    for (let place = 1; place < 20; place += 1) {
      for (const kind of [/[A-Z]/, /[a-z]/, /[0-9]/, /[-_+=@]/]) {
        expect(passwords.some((password) => kind.test(password.charAt(place)))).to.be.true;
      }
    }
  });
});
