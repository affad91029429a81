import { expect } from 'chai';

import type { Plan } from '../../../src/lib/changes/change.js';
import {
  addPlan,
  emptySummary,
  type PlanSummary,
  summaryLines,
} from '../../../src/lib/changes/plan-summary.js';
import { BUILT_IN_CONTEXTS } from '../../../src/lib/config/built-in.js';
import { examplePlan } from './example-change.js';

const { conventions } = BUILT_IN_CONTEXTS[0]!;

function summed(plans: readonly Plan[], isProtected = false): PlanSummary {
  const summary = emptySummary();
  for (const plan of plans) addPlan(summary, plan, { conventions, isProtected });
  return summary;
}

const inTenant = (tenantId: string | null, plan: Partial<Plan> = {}) =>
  examplePlan({ ...plan, target: { ...examplePlan().target, tenantId } });
const roles = (before: readonly string[], after: readonly string[]) =>
  examplePlan({ fields: [{ field: 'roles', before, after }] });
const ALREADY_SO = examplePlan({
  fields: [{ field: 'enabled', before: true, after: true }],
  disruption: 'They cannot sign in.',
  sendsMail: true,
});

describe('summaryLines', () => {
  it('of nothing says that nothing will change', () => {
    expect(summaryLines(emptySummary())).to.deep.equal(['0 will change']);
  });

  it('count what is unchanged, and nothing else of it', () => {
    expect(summaryLines(summed([examplePlan(), ALREADY_SO, ALREADY_SO]))).to.deep.equal([
      '1 will change, 2 unchanged',
      'in tenant_001 (1)',
    ]);
  });

  it('name the tenants, most users first, and say of the rest how many there are', () => {
    const tenants = Array.from({ length: 10 }, (_, index) => `tenant_${index}`);
    const plans = [
      ...tenants.map((tenant) => inTenant(tenant)),
      inTenant(null),
      inTenant(null),
      inTenant('tenant_9'),
      inTenant('tenant_9'),
    ];
    expect(summaryLines(summed(plans))[1]).to.equal(
      'in tenant_9 (3), no tenant (2), tenant_0 (1), tenant_1 (1), tenant_2 (1), tenant_3 (1), tenant_4 (1), ' +
        'tenant_5 (1) and 3 more',
    );
  });

  it('tell where users would move to, and do not take a new user for one who moves', () => {
    const moved = (before: string | null, after: string) =>
      examplePlan({ fields: [{ field: 'tenantId', before, after }] });
    const plans = [
      moved('tenant_001', 'tenant_002'),
      moved('tenant_001', 'tenant_002'),
      moved(null, 'tenant_003'),
    ];
    expect(summaryLines(summed(plans))[2]).to.equal('moving to tenant_002 (2)');
  });

  it('tell which privileged roles would be granted, and not those that are held already or taken away', () => {
    const plans = [
      roles(['itsm_agent'], ['itsm_agent', 'super_admin']),
      roles([], ['super_admin', 'itsm_agent']),
      roles(['super_admin'], ['super_admin', 'itsm_agent']),
      roles(['super_admin'], []),
    ];
    expect(summaryLines(summed(plans))[2]).to.equal('privileged roles granted: super_admin (2)');
  });

  it('tell how many mails Cognito would send', () => {
    const plans = [examplePlan({ sendsMail: true }), examplePlan({ sendsMail: true }), examplePlan()];
    expect(summaryLines(summed(plans)).at(-1)).to.equal('mails that Cognito will send: 2');
  });
});

describe('addPlan', () => {
  it('counts what asks first, and what nothing puts back where the context is protected', () => {
    const disruptive = examplePlan({ disruption: 'They cannot sign in.' });
    const final = examplePlan({ irreversible: 'It is kept nowhere.' });
    const counts = (isProtected: boolean) => {
      const {
        all,
        needsConfirmation: asking,
        irreversible,
        reasons,
      } = summed([examplePlan(), disruptive, final, disruptive, ALREADY_SO], isProtected);
      return [all.count, asking.count, irreversible.count, [...reasons]];
    };
    expect([counts(false), counts(true)]).to.deep.equal([
      [4, 2, 0, ['They cannot sign in.']],
      [4, 3, 1, ['They cannot sign in.', 'It is irreversible. It is kept nowhere.']],
    ]);
  });

  it('keeps the first of each kind, ten plans as they are shown and ten reasons, however many there are', () => {
    const plans = Array.from({ length: 1_000 }, (_, index) =>
      examplePlan({
        target: { ...examplePlan().target, label: `user-${index}` },
        disruption: `Reason ${index}.`,
      }),
    );
    const { all, needsConfirmation: asking, shown, reasons } = summed(plans);
    expect({
      all: [all.count, all.first?.target.label],
      asking: [asking.count, asking.first?.target.label],
      shown: [shown.length, shown[9]],
      reasons: [reasons.size, [...reasons][9]],
    }).to.deep.equal({
      all: [1_000, 'user-0'],
      asking: [1_000, 'user-0'],
      shown: [10, 'users enable user-9 (tenant_001)\n  enabled: no → yes'],
      reasons: [10, 'Reason 9.'],
    });
  });
});
