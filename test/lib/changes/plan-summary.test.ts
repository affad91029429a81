import { expect } from 'chai';

import type { Plan } from '../../../src/lib/changes/change.js';
import { emptySummary, type PlanSummary, summaryLines, summaryOf } from '../../../src/lib/changes/plan-summary.js';
import { openTestDirectory } from '../../helpers/directory.js';
import { examplePlan } from './example-change.js';

const summed = (plans: readonly Plan[], isProtected = false): Promise<PlanSummary> =>
  summaryOf(openTestDirectory({ context: { protected: isProtected } }), plans);

const inTenant = (tenantId: string | null, plan: Partial<Plan> = {}) =>
  examplePlan({ ...plan, target: { ...examplePlan().target, tenantId } });
const roles = (before: readonly string[], after: readonly string[]) =>
  examplePlan({ fields: [{ field: 'roles', before, after }] });
const UNCHANGED = examplePlan({
  fields: [{ field: 'enabled', before: true, after: true }],
  disruption: 'They cannot sign in.',
  sendsMail: true,
});

describe('summaryLines', () => {
  it('say that nothing will change', () => {
    expect(summaryLines(emptySummary())).to.deep.equal(['0 users will change']);
  });

  it('count unchanged plans, and nothing else about them', async () => {
    expect(summaryLines(await summed([examplePlan(), UNCHANGED, UNCHANGED]))).to.deep.equal([
      '1 user will change, 2 unchanged',
      'in tenant_001 (1)',
    ]);
  });

  it('name the tenants with the most users first, and count the others', async () => {
    const tenants = Array.from({ length: 10 }, (_, index) => `tenant_${index}`);
    const plans = [
      ...tenants.map((tenant) => inTenant(tenant)),
      inTenant(null),
      inTenant(null),
      inTenant('tenant_9'),
      inTenant('tenant_9'),
    ];
    expect(summaryLines(await summed(plans))[1]).to.equal(
      'in tenant_9 (3), no tenant (2), tenant_0 (1), tenant_1 (1), tenant_2 (1), tenant_3 (1), tenant_4 (1), ' +
        'tenant_5 (1) and 3 more',
    );
  });

  it('name the tenants that users move to, not counting new users', async () => {
    const moved = (before: string | null, after: string) =>
      examplePlan({ fields: [{ field: 'tenantId', before, after }] });
    const plans = [moved('tenant_001', 'tenant_002'), moved('tenant_001', 'tenant_002'), moved(null, 'tenant_003')];
    expect(summaryLines(await summed(plans))[2]).to.equal('moving to tenant_002 (2)');
  });

  it('name the privileged roles that are granted, not those that are kept or removed', async () => {
    const plans = [
      roles(['itsm_agent'], ['itsm_agent', 'super_admin']),
      roles([], ['super_admin', 'itsm_agent']),
      roles(['super_admin'], ['super_admin', 'itsm_agent']),
      roles(['super_admin'], []),
    ];
    expect(summaryLines(await summed(plans))[2]).to.equal('privileged roles granted: super_admin (2)');
  });

  it('name what those hold who let somebody in, and do not call it granted', async () => {
    const moved = { field: 'roles', before: [], after: ['itsm_admin'] };
    const plans = [
      roles([], ['super_admin']),
      examplePlan({ handsOver: ['super_admin'] }),
      examplePlan({ handsOver: ['super_admin', 'operators'] }),
      examplePlan({ handsOver: ['super_admin'], fields: [...examplePlan().fields, moved] }),
    ];
    expect(summaryLines(await summed(plans)).slice(2)).to.deep.equal([
      'privileged roles granted: super_admin (1), itsm_admin (1)',
      'lets somebody in as a holder of: super_admin (3), operators (1)',
    ]);
  });

  it('count what is deleted', async () => {
    const plans = [
      examplePlan({ operation: 'users.delete' }),
      examplePlan({ operation: 'users.delete' }),
      examplePlan(),
    ];
    expect(summaryLines(await summed(plans)).at(-1)).to.equal('deletions: 2');
  });

  it('count the mails that Cognito would send', async () => {
    const plans = [examplePlan({ sendsMail: true }), examplePlan({ sendsMail: true }), examplePlan()];
    expect(summaryLines(await summed(plans)).at(-1)).to.equal('mails that Cognito will send: 2');
  });
});

describe('addPlan', () => {
  it('counts plans that need confirmation, and critical ones if the user pool is protected', async () => {
    const disruptive = examplePlan({ disruption: 'They cannot sign in.' });
    const final = examplePlan({ irreversible: 'It is kept nowhere.' });
    const grant = examplePlan({
      fields: [{ field: 'roles', before: ['itsm_agent'], after: ['super_admin', 'itsm_agent'] }],
    });
    const counts = async (isProtected: boolean) => {
      const {
        all,
        needsConfirmation: asking,
        critical,
        reasons,
      } = await summed([examplePlan(), disruptive, final, disruptive, UNCHANGED, grant], isProtected);
      return [all.count, asking.count, critical.count, [...reasons]];
    };
    expect([await counts(false), await counts(true)]).to.deep.equal([
      [5, 3, 0, ['They cannot sign in.', 'It grants super_admin.']],
      [5, 4, 2, ['They cannot sign in.', 'It is irreversible. It is kept nowhere.', 'It grants super_admin.']],
    ]);
  });

  it('asks for letting somebody in as for a grant, and says what it is', async () => {
    const counts = async (isProtected: boolean) => {
      const summary = await summed([examplePlan({ handsOver: ['super_admin', 'operators'] })], isProtected);
      const { needsConfirmation: asking, critical, needsApproval, reasons } = summary;
      return [asking.count, critical.count, needsApproval.count, ...reasons];
    };
    const reason = 'It lets somebody in as a holder of super_admin, operators.';
    expect([await counts(false), await counts(true)]).to.deep.equal([
      [1, 0, 1, reason],
      [1, 1, 1, reason],
    ]);
  });

  it('keeps at most the first of each kind, ten plans as text and ten reasons', async () => {
    const plans = Array.from({ length: 1_000 }, (_, index) =>
      examplePlan({
        target: { ...examplePlan().target, label: `user-${index}` },
        disruption: `Reason ${index}.`,
      }),
    );
    const { all, needsConfirmation: asking, shown, reasons } = await summed(plans);
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
