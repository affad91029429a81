import type { ChangeRecord } from '../../../src/lib/history/record.js';
import { SANDBOX_POOL_ID, SANDBOX_REGION } from '../../../src/lib/model/sandbox-ids.js';
import { ANA, ANA_EMAIL } from '../users/ana.js';

/** A record's ID: they sort by number, as real ones sort by time. */
export function recordId(number: number): string {
  return `01KAEXAMPLE${String(number).padStart(15, '0')}`;
}

/** The record of a change to Ana in the sandbox. */
export function exampleRecord(differences: Partial<ChangeRecord> = {}): ChangeRecord {
  return {
    id: recordId(1),
    context: 'sandbox',
    poolId: SANDBOX_POOL_ID,
    region: SANDBOX_REGION,
    endpoint: null,
    operator: { osUser: 'oncall', host: 'bastion', accessKeyId: null },
    operation: 'users.set-attributes',
    target: { kind: 'user', id: ANA, sub: ANA, label: ANA_EMAIL, tenantId: 'tenant_001' },
    fields: [{ field: 'givenName', before: 'Ana', after: 'Anna' }],
    reason: null,
    undoes: null,
    grant: null,
    run: null,
    plan: null,
    startedAt: '2026-02-01T00:00:00.000Z',
    finishedAt: '2026-02-01T00:00:01.000Z',
    result: 'done',
    steps: null,
    requestIds: ['0a1b'],
    error: null,
    ...differences,
  };
}
