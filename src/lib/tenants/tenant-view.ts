import type { CardView, ListView } from '../output/view.js';
import { counted } from '../text/counted.js';
import type { TenantNumbers } from './count-tenants.js';

/** Tenants as rows. The keys are the JSON contract (docs/json.md). */
export const tenantList: ListView<TenantNumbers> = {
  columns: [
    { key: 'tenantId', header: 'tenant', value: ({ tenantId }) => tenantId, isWhole: true },
    { key: 'valid', header: 'valid', value: ({ valid }) => valid },
    { key: 'people', header: 'people', value: ({ people }) => people },
    { key: 'enabled', header: 'enabled', value: ({ enabled }) => enabled },
    { key: 'federated', header: 'federated', value: ({ federated }) => federated },
    { key: 'invited', header: 'invited', value: ({ invited }) => invited },
    { key: 'privileged', header: 'privileged', value: ({ privileged }) => privileged },
    { key: 'privilegedWithMfa', header: 'with MFA', value: ({ privilegedWithMfa }) => privilegedWithMfa },
    { key: 'privilegedMfaUnknown', header: 'MFA unknown', value: ({ privilegedMfaUnknown }) => privilegedMfaUnknown },
  ],
  tableColumns: ['tenantId', 'valid', 'people', 'enabled', 'invited', 'privileged', 'privilegedWithMfa'],
  id: ({ tenantId }) => tenantId ?? '',
  json: (numbers) => numbers,
};

/** One tenant. */
export const tenantCard: CardView<TenantNumbers> = {
  fields: (numbers) => [
    { section: numbers.tenantId ?? 'no tenant' },
    { label: 'people', value: numbers.people },
    { label: 'enabled', value: numbers.enabled },
    { label: 'disabled', value: numbers.people - numbers.enabled },
    { label: 'federated', value: numbers.federated },
    { label: 'invited', value: numbers.invited },
    { label: 'privileged', value: numbers.privileged },
    { label: 'of them with MFA', value: numbers.privilegedWithMfa },
    { label: 'MFA unknown', value: numbers.privilegedMfaUnknown },
  ],
  id: tenantList.id,
  json: tenantList.json,
};

/** How many people were counted, and how many of them have no valid tenant: a sentence. */
export function tenantSummary(tenants: readonly TenantNumbers[]): string {
  const valid = tenants.filter((tenant) => tenant.valid);
  const people = (some: readonly TenantNumbers[]): number => some.reduce((sum, tenant) => sum + tenant.people, 0);
  const [all, strays] = [people(tenants), people(tenants) - people(valid)];
  const without = strays === 0 ? '' : `, ${strays} of them without a valid tenant`;
  return `${counted(valid.length, 'tenant')}, ${counted(all, 'user')}${without}.`;
}
