/**
 * tenants/: what sf-admin does with all the people of a tenant: counting them (this file, `tenant-view.ts`), and keeping them
 * in step with a roster (`sync/`).
 */
import { checkUsers } from '../checks/people/check-users.js';
import { rolesWithFactor } from '../checks/people/factor-rules.js';
import type { Gap } from '../checks/people/person-reader.js';
import type { Person } from '../checks/people/user-finding.js';
import { privilegedRoles } from '../conventions/roles.js';
import { isTenant } from '../conventions/tenant.js';
import type { Directory } from '../directory.js';
import { isFederated } from '../model/user.js';
import { assertAddsUp } from '../input/row-counts.js';
import { tenantNotFound } from '../users/read/empty-tenants.js';

/** The people of a tenant in numbers. The keys are part of the JSON output. */
export interface TenantNumbers {
  /** As the users have it, well-formed or not; `null` for users without a tenant. */
  readonly tenantId: string | null;
  /** Whether it is a tenant of the conventions. */
  readonly valid: boolean;
  /** All users; of them those who can sign in, those of an identity provider, and those who have not accepted an invitation. */
  readonly people: number;
  readonly enabled: number;
  readonly federated: number;
  readonly invited: number;
  /** Users with a privileged role or group, and of them those with a second factor. */
  readonly privileged: number;
  readonly privilegedWithMfa: number;
  /** Of the privileged those of whose second factor nothing is known: their provider asks for it, or it could not be read. */
  readonly privilegedMfaUnknown: number;
}

/** The tenants of a pool as they are counted, and how far that has come. */
export interface TenantCount {
  /** Sorted by ID; users without a tenant come last. Complete only when it was read to its end. */
  readonly tenants: AsyncIterable<TenantNumbers>;
  /** Users read so far. */
  readonly read: () => number;
  /** What could not be read. */
  readonly gaps: () => readonly Gap[];
}

/** ListUsers does not show second factors. They are read for those who must have one, with a call for each. */
const KINDS = new Set(['MFA_MISSING']);

/**
 * Counts the people of each tenant, or of the one that the directory acts in, in one pass over the pool. Memory grows with
 * the tenants and not with the people. A user without a tenant, or with one that is none of the conventions, is counted too,
 * so that the sum is the pool. Tenants that the context lists are counted even if no user is in them.
 *
 * @throws AdminError as the calls do
 */
export function countTenants(directory: Directory, now: Date): TenantCount {
  const { conventions, tenant: own } = directory;
  const counts = new Map<string | null, Counts>();
  const of = (tenantId: string | null): Counts => {
    const known = counts.get(tenantId) ?? emptyCounts();
    counts.set(tenantId, known);
    return known;
  };
  for (const listed of conventions.tenant.list ?? []) if (own === undefined || own === listed) of(listed);
  const check = checkUsers(directory, { kinds: KINDS, now }, (person) => {
    add(of(person.user.tenantId), person);
  });
  async function* tenants(): AsyncGenerator<TenantNumbers, void, undefined> {
    // Reading what was found is what makes the pass.
    const found = check.problems[Symbol.asyncIterator]();
    while ((await found.next()).done !== true);
    const sorted = [...counts].sort(([one], [other]) => byTenant(one, other));
    assertAddsUp(check.checked(), Object.fromEntries(sorted.map(([id, { people }]) => [id ?? 'no tenant', people])));
    for (const [tenantId, numbers] of sorted) {
      yield { tenantId, valid: tenantId !== null && isTenant(tenantId, conventions), ...numbers };
    }
  }
  return { tenants: tenants(), read: check.read, gaps: check.gaps };
}

/**
 * Counts the people of the tenant that the directory acts in.
 *
 * @throws AdminError TENANT_NOT_FOUND if no user is in it, and the context does not list it; as the calls do
 */
export async function countTenant(
  directory: Directory,
  now: Date,
): Promise<Pick<TenantCount, 'gaps'> & { readonly numbers: TenantNumbers }> {
  const { tenants, gaps } = countTenants(directory, now);
  for await (const numbers of tenants) return { numbers, gaps };
  throw tenantNotFound(directory);
}

type Counts = Record<Exclude<keyof TenantNumbers, 'tenantId' | 'valid'>, number>;

function emptyCounts(): Counts {
  return {
    people: 0,
    enabled: 0,
    federated: 0,
    invited: 0,
    privileged: 0,
    privilegedWithMfa: 0,
    privilegedMfaUnknown: 0,
  };
}

function add(counts: Counts, { user, conventions, privilegedGroups, secondFactors }: Person): void {
  counts.people += 1;
  if (user.enabled) counts.enabled += 1;
  if (isFederated(user)) counts.federated += 1;
  if (user.status === 'FORCE_CHANGE_PASSWORD') counts.invited += 1;
  if (privilegedRoles(user.roles, conventions).length + privilegedGroups.length === 0) return;
  counts.privileged += 1;
  const isRead = secondFactors !== undefined && rolesWithFactor(user, conventions, privilegedGroups).length > 0;
  if (!isRead) counts.privilegedMfaUnknown += 1;
  else if (secondFactors.length > 0) counts.privilegedWithMfa += 1;
}

function byTenant(one: string | null, other: string | null): number {
  if (one === null || other === null) return Number(one === null) - Number(other === null);
  return one.localeCompare(other, 'en', { numeric: true });
}
