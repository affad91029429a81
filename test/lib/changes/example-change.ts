import type { Change, Plan } from '../../../src/lib/changes/change.js';

/** A plan for a user of tenant_001 that moves one field. */
export function examplePlan(plan: Partial<Plan> = {}): Plan {
  return {
    operation: 'users.enable',
    target: { kind: 'user', id: 'sub-of-ana', label: 'ana@example.com', tenantId: 'tenant_001' },
    fields: [{ field: 'enabled', before: false, after: true }],
    doneMessage: 'Enabled ana@example.com.',
    unchangedMessage: 'ana@example.com is enabled already.',
    ...plan,
  };
}

/** A change that succeeds, and notes in `log` what was done with it. */
export function exampleChange(change: Partial<Change> = {}): Change & { readonly log: string[] } {
  const log: string[] = [];
  const made: Change & { readonly log: string[] } = {
    ...examplePlan(),
    replan: () => {
      log.push('replan');
      return Promise.resolve(made);
    },
    apply: () => {
      log.push('apply');
      return Promise.resolve({ requestIds: ['r-1'] });
    },
    unverifiedFields: () => {
      log.push('verify');
      return Promise.resolve([]);
    },
    showCommand: 'sf-admin users show ana@example.com',
    ...change,
    log,
  };
  return made;
}
