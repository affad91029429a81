import type { Conventions } from '../model/conventions.js';

/** What holds in a context that says nothing else (STACKFLOW.md, "User attributes"). */
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
