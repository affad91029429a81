import { ACCOUNT_KINDS } from './account-rules.js';
import { ACTIVITY_KINDS } from './activity-rules.js';
import { ADDRESS_KINDS } from './address-rules.js';
import { CONVENTION_KINDS } from './convention-rules.js';
import { FACTOR_KINDS } from './factor-rules.js';
import { PROVIDER_KINDS } from './provider-rules.js';
import type { Kinds } from './user-finding.js';

/** Every kind of finding about users, from the family of rules that reports it; docs/users-check.md lists them. */
export const USER_KINDS: Kinds = {
  ...CONVENTION_KINDS,
  ...FACTOR_KINDS,
  ...ADDRESS_KINDS,
  ...ACCOUNT_KINDS,
  ...ACTIVITY_KINDS,
  ...PROVIDER_KINDS,
};

/** The kinds that a check of all users reports. The others explain why one user cannot sign in, and are no mistakes. */
export const CHECKED_KINDS = [
  'TENANT_MISSING',
  'TENANT_INVALID',
  'ROLE_MISSING',
  'ROLE_UNKNOWN',
  'DEPARTMENT_INVALID',
  'MFA_MISSING',
  'EMAIL_MISSING',
  'EMAIL_NOT_VERIFIED',
  'EMAIL_CHANGE_PENDING',
  'ADDRESS_CASE',
  'SHARED_ADDRESS',
  'INVITATION_EXPIRED',
  'INVITATION_MAY_HAVE_EXPIRED',
  'DISABLED_PRIVILEGED',
  'NOT_SIGNED_IN',
] as const;

export type CheckedKind = (typeof CHECKED_KINDS)[number];
