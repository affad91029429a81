import { strictConventions } from '../../changes/plan-summary.js';
import { privilegedRoles, storeRoles } from '../../conventions/roles.js';
import type { Directory } from '../../directory.js';
import type { DepartmentId, EmailAddress, RoleName, TenantId } from '../../model/names.js';
import { ATTRIBUTE } from '../../model/user.js';
import type { AttributeValues } from './attribute-fields.js';
import { type NewPassword, newPassword, type PasswordSource } from '../passwords/new-password.js';
import { type NamedValue, writableAttributes } from './writable-attributes.js';

export interface CreateUserInput {
  readonly email: EmailAddress;
  readonly tenant: TenantId;
  /** At least one. */
  readonly roles: readonly RoleName[];
  readonly department?: DepartmentId | undefined;
  readonly givenName?: string | undefined;
  readonly familyName?: string | undefined;
  /** Further attributes by their stored names. */
  readonly attributes: readonly NamedValue[];
  /** If left out, Cognito generates a temporary password and mails it. */
  readonly password?: PasswordSource | undefined;
  /** The password need not be changed at the first sign-in. Requires `password`. */
  readonly permanent: boolean;
  /** Mail an invitation. Ignored for a permanent password, since the mail would contain another one. */
  readonly invite: boolean;
  /** An existing user with this address is a success that writes nothing. */
  readonly ifNotExists: boolean;
  /** One row of many: the answer to the creation is enough to verify it. */
  readonly isOneOfMany?: boolean;
}

/** A user to create, who satisfies the conventions and the pool. */
export interface NewUser {
  readonly email: EmailAddress;
  readonly tenantId: TenantId;
  /** Every attribute, by its stored name. */
  readonly values: AttributeValues;
  readonly password: NewPassword | undefined;
  /** The privileged ones among the roles. */
  readonly privileged: readonly string[];
}

/**
 * Checks the attributes of a new user against the pool's schema, and the password against its policy.
 *
 * @throws AdminError for the first that is refused, as `writableAttributes` and `newPassword` do
 */
export async function newUser(directory: Directory, input: CreateUserInput): Promise<NewUser> {
  const { email, tenant: tenantId, roles, department, givenName, familyName, attributes: byName } = input;
  const values = new Map<string, string>([
    [ATTRIBUTE.email, email],
    [ATTRIBUTE.emailVerified, 'true'],
    [ATTRIBUTE.tenantId, tenantId],
    [ATTRIBUTE.roles, storeRoles(roles)],
  ]);
  if (department !== undefined) values.set(ATTRIBUTE.department, department);
  const further = await writableAttributes(directory, { givenName, familyName, byName }, 'create');
  for (const { name, value } of further) values.set(name, value);
  const password = input.password === undefined ? undefined : await newPassword(directory, input.password, email);
  const privileged = privilegedRoles(roles, await strictConventions(directory));
  return { email, tenantId, values, password, privileged };
}
