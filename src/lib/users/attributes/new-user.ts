import { parseDepartment } from '../../conventions/department.js';
import { parseEmail } from '../../conventions/email.js';
import { privilegedRoles, storeRoles } from '../../conventions/roles.js';
import { parseTenant } from '../../conventions/tenant.js';
import type { Directory } from '../../directory.js';
import type { EmailAddress, TenantId } from '../../model/names.js';
import { ATTRIBUTE } from '../../model/user.js';
import type { AttributeValues } from './attribute-fields.js';
import { namedRoles } from './named-roles.js';
import { type NewPassword, newPassword, type PasswordSource } from '../passwords/new-password.js';
import { type NamedValue, writableAttributes } from './writable-attributes.js';

export interface CreateUserInput {
  readonly email: string;
  readonly tenant: string;
  /** Names, each perhaps several separated by commas. */
  readonly roles: readonly string[];
  readonly department?: string | undefined;
  readonly givenName?: string | undefined;
  readonly familyName?: string | undefined;
  /** Further attributes by the name that the pool stores them under. */
  readonly attributes: readonly NamedValue[];
  /** Absent, Cognito makes a temporary password and mails it. */
  readonly password?: PasswordSource | undefined;
  /** The password is not to be changed at first sign-in. Wants `password`. */
  readonly permanent: boolean;
  /** Mail an invitation. Without effect where the password is permanent: the mail would give another one. */
  readonly invite: boolean;
  /** A user of that address who exists already is a success that writes nothing. */
  readonly ifNotExists: boolean;
  /** It is one row of many: what the answer to the creation shows counts for proof. */
  readonly isOneOfMany?: boolean;
}

/** A user that satisfies the conventions and the pool, and that nobody has made yet. */
export interface NewUser {
  readonly email: EmailAddress;
  readonly tenantId: TenantId;
  /** Every attribute, by the name that the pool stores it under. */
  readonly values: AttributeValues;
  readonly password: NewPassword | undefined;
  /** Those of the roles that are privileged. */
  readonly privileged: readonly string[];
}

/**
 * Holds what was asked for against the conventions, the pool's schema and its password policy.
 *
 * @throws AdminError for the first that is refused; the conventions come before anything is asked of the service
 */
export async function newUser(directory: Directory, input: CreateUserInput): Promise<NewUser> {
  const { conventions } = directory;
  const email = parseEmail(input.email, conventions);
  const tenantId = parseTenant(input.tenant, conventions);
  const roles = namedRoles(input.roles, conventions);
  const values = new Map<string, string>([
    [ATTRIBUTE.email, email],
    [ATTRIBUTE.emailVerified, 'true'],
    [ATTRIBUTE.tenantId, tenantId],
    [ATTRIBUTE.roles, storeRoles(roles)],
  ]);
  if (input.department !== undefined) {
    values.set(ATTRIBUTE.department, parseDepartment(input.department, conventions));
  }
  const { givenName, familyName, attributes: byName } = input;
  const further = await writableAttributes(directory, { givenName, familyName, byName }, 'create');
  for (const { name, value } of further) values.set(name, value);
  const password =
    input.password === undefined ? undefined : await newPassword(directory, input.password, email);
  return { email, tenantId, values, password, privileged: privilegedRoles(roles, conventions) };
}
