import { findAttributeRule } from '../../conventions/attribute.js';
import { parseDepartment } from '../../conventions/department.js';
import { parseEmail } from '../../conventions/email.js';
import { requiredRoles } from '../../conventions/roles.js';
import { parseTenant } from '../../conventions/tenant.js';
import type { Directory } from '../../directory.js';
import { AdminError } from '../../errors.js';
import type { RoleName } from '../../model/names.js';
import { ATTRIBUTE, splitRoles } from '../../model/user.js';
import { type AttributeRule, attributeRules } from '../../model/user-pool.js';
import type { AttributeValues } from './attribute-fields.js';
import { type NamedValue, OWN_FLAGS, writableAttributes } from './writable-attributes.js';

/** What to set on a user, as flags or a row give it. */
export interface AttributesText {
  /** An email, a `sub` or a user name. */
  readonly user: string;
  /** Attributes by their stored names. */
  readonly set: readonly NamedValue[];
  readonly unset: readonly string[];
  /** All the roles, or those to add and to remove. Each item is one name, or several separated by commas. */
  readonly roles: readonly string[];
  readonly addRoles: readonly string[];
  readonly removeRoles: readonly string[];
  readonly department?: string | undefined;
  readonly givenName?: string | undefined;
  readonly familyName?: string | undefined;
  readonly email?: string | undefined;
  readonly moveToTenant?: string | undefined;
}

/** What to set on a user, checked against the conventions and the pool's schema: see `parseAttributes`. */
export interface SetAttributesInput {
  readonly user: string;
  /** Every attribute to write or remove except the roles, which depend on those that the user has. */
  readonly values: AttributeValues;
  readonly roles: readonly RoleName[];
  readonly addRoles: readonly RoleName[];
  /** Any names: a role that the conventions no longer list can still be removed. */
  readonly removeRoles: readonly string[];
  readonly movesTenant: boolean;
}

/** Attributes that every StackFlow user needs, so they cannot be removed. */
const REQUIRED_ATTRIBUTES = new Set<string>([
  ATTRIBUTE.email,
  ATTRIBUTE.emailVerified,
  ATTRIBUTE.tenantId,
  ATTRIBUTE.roles,
]);

/**
 * Checks what flags or a row ask to set on a user.
 *
 * @throws AdminError MISSING_INPUT if there is nothing to set; USAGE for an attribute that is both set and unset; as
 *   `writableAttributes` and the conventions do
 */
export async function parseAttributes(directory: Directory, text: AttributesText): Promise<SetAttributesInput> {
  const { conventions } = directory;
  const values = new Map<string, string | null>();
  const { givenName, familyName, set: byName } = text;
  const named = await writableAttributes(directory, { givenName, familyName, byName }, 'update');
  for (const { name, value } of named) values.set(name, value);
  if (text.department !== undefined) {
    values.set(ATTRIBUTE.department, parseDepartment(text.department, conventions));
  }
  if (text.email !== undefined) {
    values.set(ATTRIBUTE.email, parseEmail(text.email, conventions));
    // Without the mark Cognito keeps the old address until the user confirms the new one.
    values.set(ATTRIBUTE.emailVerified, 'true');
  }
  if (text.moveToTenant !== undefined) {
    values.set(ATTRIBUTE.tenantId, parseTenant(text.moveToTenant, conventions));
  }
  if (text.unset.length > 0) {
    const schema = attributeRules(await directory.pool());
    const set = [...values.keys()];
    for (const name of text.unset) checkRemovable(name, set, schema);
  }
  for (const name of text.unset) values.set(name, null);
  const roles = text.roles.length === 0 ? [] : requiredRoles(text.roles, conventions);
  const addRoles = text.addRoles.length === 0 ? [] : requiredRoles(text.addRoles, conventions);
  if (values.size === 0 && [text.roles, text.addRoles, text.removeRoles].every(({ length }) => length === 0)) {
    throw new AdminError('MISSING_INPUT', `nothing to set on ${text.user}`, {
      hint:
        'Use --set, --unset, --role, --add-role, --remove-role, --department, ' +
        '--given-name, --family-name, --email or --move-to-tenant',
    });
  }
  return {
    user: text.user,
    values,
    roles,
    addRoles,
    removeRoles: splitRoles(text.removeRoles.join(',')),
    movesTenant: text.moveToTenant !== undefined,
  };
}

/** @throws AdminError if the attribute must stay or cannot change, or is among those to `set` */
export function checkRemovable(name: string, set: readonly string[], schema: readonly AttributeRule[]): void {
  if (set.includes(name)) {
    throw new AdminError('USAGE', `${name} is both set and unset`, { hint: 'Leave one of the two out.' });
  }
  const rule = findAttributeRule(name, schema);
  if (REQUIRED_ATTRIBUTES.has(name) || rule.required) {
    const flag = OWN_FLAGS.update[name];
    throw new AdminError('ATTRIBUTE_NOT_ALLOWED', `${name} cannot be removed from a user`, {
      hint: flag === undefined ? 'Set another value instead.' : `To change it: ${flag}`,
    });
  }
  if (!rule.mutable) {
    throw new AdminError('IMMUTABLE_ATTRIBUTE', `${name} cannot change once the user exists`, {
      hint: "The user pool's schema makes it immutable.",
    });
  }
}
