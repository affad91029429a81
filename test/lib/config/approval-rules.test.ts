import { expect } from 'chai';
import fc from 'fast-check';

import { type ApprovalRules, stricterRules } from '../../../src/lib/config/approval-rules.js';

const keys = fc.uniqueArray(fc.constantFrom('k1', 'k2', 'k3'), { minLength: 1 });
const signers = fc.dictionary(fc.constantFrom('ana', 'ben'), fc.record({ keys }));
const rules: fc.Arbitrary<ApprovalRules> = fc.record({
  approvals: fc.constantFrom(0, 1),
  signers: fc.option(signers, { nil: undefined }),
});

/** Every person and key that may sign; `undefined` if nobody is named. */
const pairs = ({ signers: named }: ApprovalRules) =>
  named && Object.entries(named).flatMap(([person, { keys: own }]) => own.map((key) => `${person} ${key}`));

describe('the stricter of two rules on approvals', () => {
  it('demands an approval if either does, and accepts a key only where each that names signers accepts it', () => {
    fc.assert(
      fc.property(rules, rules, (one, other) => {
        const both = stricterRules(one, other);
        const named = [one, other].flatMap((each) => pairs(each) ?? []);
        const accepted = [...new Set(named)].filter((pair) =>
          [one, other].every((each) => pairs(each)?.includes(pair) ?? true),
        );
        expect(both.approvals).to.equal(one.approvals === 1 || other.approvals === 1 ? 1 : 0);
        expect(pairs(both)?.sort() ?? []).to.deep.equal(accepted.sort());
        expect(both.signers === undefined).to.equal(one.signers === undefined && other.signers === undefined);
      }),
    );
  });

  it('counts every identity that either has as the person', () => {
    const { signers: both } = stricterRules(
      { approvals: 1, signers: { ana: { keys: ['k1'], identities: ['a'] } } },
      { approvals: 0, signers: { ana: { keys: ['k1'], identities: ['b'] } } },
    );
    expect(both).to.deep.equal({ ana: { keys: ['k1'], identities: ['a', 'b'] } });
  });
});
