import { expect } from 'chai';

import { DEFAULT_CONVENTIONS } from '../../../src/lib/config/default-conventions.js';
import { parseDepartment } from '../../../src/lib/conventions/department.js';
import { isTenant, parseTenant } from '../../../src/lib/conventions/tenant.js';
import { AdminError } from '../../../src/lib/errors.js';
import { matchesWhole } from '../../../src/lib/text/matches-whole.js';

/** Patterns that take longer than anybody lives on the text. */
const ENDLESS: readonly [pattern: string, text: string][] = [
  ['^(a|a)*(a|aa)+b$', `${'a'.repeat(53)}c`],
  ['(a|a){60}', `${'a'.repeat(60)}c`],
  ['(x+x+)+y', 'x'.repeat(60)],
  ['a*a*a*a*a*a*a*a*a*b', 'a'.repeat(250)],
];

function refusal(act: () => unknown): AdminError {
  try {
    act();
  } catch (error) {
    if (error instanceof AdminError) return error;
    throw error;
  }
  throw new Error('nothing was refused');
}

describe('matches-whole', () => {
  for (const [pattern, text] of ENDLESS) {
    it(`refuses ${pattern} in bounded time, and at once the next time`, () => {
      const first = refusal(() => matchesWhole(pattern, text));
      expect([first.code, first.message]).to.deep.equal([
        'INVALID_CONFIG',
        `pattern "${pattern}" takes too long to try`,
      ]);
      const start = performance.now();
      for (let row = 0; row < 1000; row++) refusal(() => matchesWhole(pattern, `${text}${row}`));
      expect(performance.now() - start).to.be.below(400);
    }).timeout(10_000);
  }

  it('bounds the patterns of tenants and of departments alike', () => {
    const [pattern, text] = ['(b|b)*(b|bb)+c', `${'b'.repeat(53)}d`];
    const codes = [
      () => parseTenant(text, { tenant: { pattern } }),
      () => isTenant(text, { tenant: { pattern } }),
      () => parseDepartment(text, { departmentPattern: pattern }),
    ].map((act) => refusal(act).code);
    expect(codes).to.deep.equal(['INVALID_CONFIG', 'INVALID_CONFIG', 'INVALID_CONFIG']);
  }).timeout(10_000);

  const MATCHES: readonly [pattern: string, text: string, matches: boolean][] = [
    [DEFAULT_CONVENTIONS.tenant.pattern, 'tenant_001', true],
    [DEFAULT_CONVENTIONS.tenant.pattern, 'tenant_1', false],
    ['east|north', 'north', true],
    ['east|north|south', 'south', true],
    ['east|north|south', 'south2', false],
    ['(north|south)-[0-9]+', 'south-12', true],
    ['(north|south)-[0-9]+', '1south-12', false],
    ['[a-z]+', 'a'.repeat(257), false],
  ];
  for (const [pattern, text, matches] of MATCHES) {
    it(`says ${matches} for ${pattern} and ${text.slice(0, 20)}, each time`, () => {
      expect([matchesWhole(pattern, text), matchesWhole(pattern, text)]).to.deep.equal([matches, matches]);
    });
  }

  it('tries few tenants for many rows fast', () => {
    const start = performance.now();
    for (let row = 0; row < 100_000; row++) matchesWhole('(east|west)_[0-9]{1,3}', `east_${row % 20}`);
    expect(performance.now() - start).to.be.below(1500);
  });
});
