import type { Conventions } from '../model/conventions.js';

/** The conventions of a context that has none of its own (docs/configuration.md, "Conventions"). */
export const DEFAULT_CONVENTIONS: Conventions = {
  tenant: { pattern: '^tenant_[0-9]{3,}$' },
  roles: [
    { name: 'itsm_agent', privileged: false },
    { name: 'itsm_admin', privileged: true },
    { name: 'cloud_admin', privileged: true },
    { name: 'super_admin', privileged: true },
  ],
  departmentPattern: '^[A-Za-z0-9][A-Za-z0-9_.-]{0,63}$',
  customAttributes: ['custom:tenant_id', 'custom:role', 'custom:department'],
};
