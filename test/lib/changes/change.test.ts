import { expect } from 'chai';
import fc from 'fast-check';
import { isUnchanged, planEssence, samePlan } from '../../../src/lib/changes/change.js';
import { type FieldChange, type FieldValue, movedFields, sameValue } from '../../../src/lib/model/field-change.js';
import { examplePlan } from './example-change.js';

const value: fc.Arbitrary<FieldValue> = fc.oneof(
  fc.string({ maxLength: 2 }),
  fc.integer({ min: 0, max: 3 }),
  fc.boolean(),
  fc.constant(null),
  fc.array(fc.string({ maxLength: 1 }), { maxLength: 3 }),
);
const field: fc.Arbitrary<FieldChange> = fc.record({
  field: fc.constantFrom('a', 'b', 'c'),
  before: value,
  after: value,
});
const fields = fc.array(field, { maxLength: 4 });

describe('sameValue', () => {
  it('is true for values that are stored alike, and for no others', () => {
    fc.assert(
      fc.property(value, value, (one, other) => {
        expect(sameValue(one, other)).to.equal(JSON.stringify(one) === JSON.stringify(other));
      }),
      { numRuns: 500 },
    );
  });

  it('distinguishes a text from a list of that text, and a word from a boolean', () => {
    expect([sameValue('a', ['a']), sameValue('true', true), sameValue('', null), sameValue([], null)]).to.deep.equal([
      false,
      false,
      false,
      false,
    ]);
  });
});

describe('movedFields', () => {
  it('are those whose value changes, in order, lists compared item by item', () => {
    const moved = { field: 'roles', before: ['a', 'b'], after: ['b', 'a'] };
    expect(
      movedFields([
        { field: 'callbackUrls', before: ['a', 'b'], after: ['a', 'b'] },
        moved,
        { field: 'department', before: null, after: null },
        { field: 'enabled', before: false, after: true },
      ]),
    ).to.deep.equal([moved, { field: 'enabled', before: false, after: true }]);
  });

  it('are none if and only if the plan is unchanged', () => {
    fc.assert(
      fc.property(fields, (some) => {
        expect(isUnchanged({ fields: some })).to.equal(movedFields(some).length === 0);
      }),
    );
  });
});

describe('samePlan', () => {
  it('is true for a plan and its copy', () => {
    fc.assert(
      fc.property(fields, (some) => {
        const copy = JSON.parse(JSON.stringify(some)) as FieldChange[];
        expect(samePlan(examplePlan({ fields: some }), examplePlan({ fields: copy }))).to.equal(true);
      }),
    );
  });

  it('is symmetric', () => {
    fc.assert(
      fc.property(fields, fields, (one, other) => {
        const [a, b] = [examplePlan({ fields: one }), examplePlan({ fields: other })];
        expect(samePlan(a, b)).to.equal(samePlan(b, a));
      }),
    );
  });

  it('is false if a field, the number of fields or the target differs', () => {
    const plan = examplePlan({ fields: [{ field: 'givenName', before: 'Ana', after: 'Anna' }] });
    const others = [
      { fields: [{ field: 'familyName', before: 'Ana', after: 'Anna' }] },
      { fields: [{ field: 'givenName', before: 'Ann', after: 'Anna' }] },
      { fields: [{ field: 'givenName', before: 'Ana', after: 'Anne' }] },
      { fields: [] },
      { fields: [...plan.fields, ...plan.fields] },
      { fields: plan.fields, target: { ...plan.target, id: 'sub-of-ben' } },
      { fields: plan.fields, target: { ...plan.target, sub: 'sub-of-ben' } },
      { fields: plan.fields, target: { ...plan.target, tenantId: 'tenant_002' } },
    ];
    expect(others.map((other) => samePlan(plan, examplePlan(other)))).to.deep.equal(others.map(() => false));
  });
});

describe('planEssence', () => {
  const added = (before: readonly string[], after: readonly string[]) =>
    examplePlan({ fields: [{ field: 'callbackUrls', before, after, relative: true }] });

  it('is equal if and only if two plans are the same', () => {
    fc.assert(
      fc.property(fields, fields, (one, other) => {
        const [a, b] = [examplePlan({ fields: one }), examplePlan({ fields: other })];
        expect(planEssence(a) === planEssence(b)).to.equal(JSON.stringify(one) === JSON.stringify(other));
      }),
    );
  });

  it('does not depend on the current value of a field that is added to', () => {
    expect(planEssence(added(['a'], ['a', 'c']))).to.equal(planEssence(added(['b'], ['b', 'c'])));
  });

  it("depends on the target's tenant, and not on its label or messages", () => {
    const plan = examplePlan();
    const moved = examplePlan({ target: { ...plan.target, tenantId: 'tenant_002' } });
    const reworded = examplePlan({
      target: { ...plan.target, label: 'Ana' },
      notes: ['Look.'],
      disruption: 'Much.',
    });
    expect([planEssence(moved) === planEssence(plan), planEssence(reworded) === planEssence(plan)]).to.deep.equal([
      false,
      true,
    ]);
  });
});
