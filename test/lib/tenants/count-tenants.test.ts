import { expect } from 'chai';
import fc from 'fast-check';

import type { Context } from '../../../src/lib/config/context.js';
import { DEFAULT_CONVENTIONS } from '../../../src/lib/config/default-conventions.js';
import { inTenant } from '../../../src/lib/directory.js';
import { countTenant, countTenants, type TenantNumbers } from '../../../src/lib/tenants/count-tenants.js';
import { rejection } from '../conventions/refusal.js';
import { ownRunPlace, type RunPlace } from '../runs/example-run.js';

const NOW = new Date('2026-11-01T00:00:00Z');

async function counted(place: RunPlace, context: Partial<Context> = {}): Promise<TenantNumbers[]> {
  const found: TenantNumbers[] = [];
  for await (const one of countTenants(place.directory(context), NOW).tenants) found.push(one);
  return found;
}

describe('countTenants', () => {
  const place = ownRunPlace();
  const listing = (...list: string[]): Partial<Context> => ({
    conventions: { ...DEFAULT_CONVENTIONS, tenant: { ...DEFAULT_CONVENTIONS.tenant, list } },
  });

  it('lists tenants of the context in which nobody is, and says which are not on its list', async () => {
    const found = await counted(place(), listing('tenant_001', 'tenant_002', 'tenant_007'));
    expect(found.map(({ tenantId, valid, people }) => [tenantId, valid, people])).to.deep.equal([
      ['tenant_001', true, 8],
      ['tenant_002', true, 7],
      ['tenant_003', false, 5],
      ['tenant_007', true, 0],
    ]);
  });

  it('counts no other tenant in a context that is bound to one, whatever it lists', async () => {
    const found = await counted(place(), { tenant: 'tenant_002', ...listing('tenant_001', 'tenant_002') });
    expect(found.map(({ tenantId, people }) => [tenantId, people])).to.deep.equal([['tenant_002', 7]]);
  });

  it('counts members of a privileged group as privileged, and says what could not be read', async () => {
    place().user('ben.carter@tenant-one.example')!.groups = ['operators'];
    const conventions = { ...DEFAULT_CONVENTIONS, privilegedGroups: ['operators', 'nobody-made-it'] };
    const { tenants, gaps } = countTenants(place().directory({ conventions }), NOW);
    const found: number[] = [];
    for await (const { privileged } of tenants) found.push(privileged);
    const reasons = gaps().map(({ rule, reason }) => `${rule}: ${reason.split(':')[0]}`);
    expect({ found, reasons }).to.deep.equal({
      found: [4, 3, 2],
      reasons: ['MFA_MISSING: who is in the privileged group nobody-made-it'],
    });
  });

  it('counts each user once, whatever tenant they have', async () => {
    const tenant = fc.constantFrom<string | null>(null, 'tenant_001', 'tenant_002', 'TENANT_001', ' ', '-');
    await fc.assert(
      fc.asyncProperty(fc.array(tenant, { minLength: 20, maxLength: 20 }), async (tenants) => {
        const expected = new Map<string | null, number>();
        for (const [index, user] of Object.values(place().pool.users).entries()) {
          const own = tenants[index] ?? null;
          if (own === null) Reflect.deleteProperty(user.attributes, 'custom:tenant_id');
          else user.attributes['custom:tenant_id'] = own;
          expected.set(own, (expected.get(own) ?? 0) + 1);
        }
        const found = await counted(place());
        expect(new Map(found.map(({ tenantId, people }) => [tenantId, people]))).to.deep.equal(expected);
      }),
      { numRuns: 30 },
    );
  });
});

describe('countTenant', () => {
  const place = ownRunPlace();

  it('counts one tenant, and refuses one that nobody is in and that the context does not list', async () => {
    const directory = place().directory();
    const { numbers } = await countTenant(inTenant(directory, 'tenant_003'), NOW);
    const { code } = await rejection(countTenant(inTenant(directory, 'tenant_099'), NOW));
    expect([numbers.tenantId, numbers.people, code]).to.deep.equal(['tenant_003', 5, 'TENANT_NOT_FOUND']);
  });
});
