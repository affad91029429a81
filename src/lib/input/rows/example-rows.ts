import type { CREATION_KEYS } from './creation-row.js';
import type { SETTING } from './attributes-row.js';

/** A row as an example, by its columns. The users are those of the sandbox, or new there. */
export type ExampleRow = Readonly<Record<string, string | readonly string[]>>;

/** For a command that only needs to know which users. */
export const USER_EXAMPLE = { email: 'ana.silva@tenant-one.example' } satisfies ExampleRow;

/** A user to create. */
export const CREATION_EXAMPLE = {
  email: 'nora.lind@tenant-one.example',
  tenantId: 'tenant_001',
  roles: ['itsm_agent', 'itsm_admin'],
  department: 'dept_it',
  givenName: 'Nora',
  familyName: 'Lind',
} satisfies Record<(typeof CREATION_KEYS)[number], string | readonly string[]>;

/** What to set on a user. An empty cell leaves it unchanged. */
export const ATTRIBUTES_EXAMPLE = {
  email: 'ben.carter@tenant-one.example',
  department: 'dept_it',
  givenName: 'Benjamin',
  familyName: '',
  roles: [],
  addRoles: ['itsm_admin'],
  removeRoles: [],
  moveToTenant: '',
} satisfies { email: string } & Record<keyof typeof SETTING, string | readonly string[]>;

/** An identity to link or to unlink. */
export const IDENTITY_EXAMPLE = {
  email: 'ana.silva@tenant-one.example',
  provider: 'AzureAD',
  subject: 'ana.silva@corp.example',
} satisfies ExampleRow;
