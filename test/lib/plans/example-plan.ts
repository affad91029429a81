import type { PlanDocument, SavedPlan } from '../../../src/lib/plans/plan-document.js';
import { SANDBOX_POOL_ID, SANDBOX_REGION } from '../../../src/lib/model/sandbox-ids.js';
import { ANA, ANA_EMAIL } from '../users/ana.js';

/** A plan that disables Ana. */
export function exampleSaved(differences: Partial<SavedPlan> = {}): SavedPlan {
  return {
    operation: 'users.disable',
    target: { kind: 'user', id: ANA, sub: ANA, label: ANA_EMAIL, tenantId: 'tenant_001' },
    fields: [{ field: 'enabled', before: true, after: false }],
    ...differences,
  };
}

/** A document with that plan, which does not expire while a test runs. */
export function examplePlan(differences: Partial<PlanDocument> = {}): PlanDocument {
  return {
    plan: 1,
    id: '01M7YF3M2ZBSRVG354N1927E3P',
    createdAt: '2026-11-21T03:00:00.000Z',
    expiresAt: '9999-12-31T23:59:59.999Z',
    createdBy: { osUser: 'ana', host: 'desk', accessKeyId: null },
    reason: 'INC-4711',
    context: {
      name: 'sandbox',
      poolId: SANDBOX_POOL_ID,
      account: null,
      region: SANDBOX_REGION,
      endpoint: null,
      tenant: null,
      protected: false,
    },
    command: { name: 'users disable', arguments: [ANA_EMAIL], flags: [] },
    plans: [exampleSaved()],
    ...differences,
  };
}
