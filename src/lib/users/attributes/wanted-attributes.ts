import { findAttributeRule } from '../../conventions/attribute.js';
import { parseDepartment } from '../../conventions/department.js';
import { parseEmail } from '../../conventions/email.js';
import { orderRoles, parseRoles, storeRoles } from '../../conventions/roles.js';
import { parseTenant } from '../../conventions/tenant.js';
import type { Directory } from '../../directory.js';
import { AdminError } from '../../errors.js';
import { ATTRIBUTE, splitRoles, type UserDetail } from '../../model/user.js';
import { attributeRules } from '../../model/user-pool.js';
import type { AttributeValues } from './attribute-fields.js';
import { namedRoles } from './named-roles.js';
import { type NamedValue, OWN_FLAGS, writableAttributes } from './writable-attributes.js';

export interface SetAttributesInput {
  /** An email, a `sub` or a user name. */
  readonly user: string;
  /** Attributes by the name that the pool stores them under. */
  readonly set: readonly NamedValue[];
  readonly unset: readonly string[];
  /** All the roles; or those to add and to remove. Each perhaps several names separated by commas. */
  readonly roles: readonly string[];
  readonly addRoles: readonly string[];
  readonly removeRoles: readonly string[];
  readonly department?: string | undefined;
  readonly givenName?: string | undefined;
  readonly familyName?: string | undefined;
  readonly email?: string | undefined;
  readonly moveToTenant?: string | undefined;
}

/** Removing these would leave a user that StackFlow has no place for. */
const KEPT = new Set<string>([ATTRIBUTE.email, ATTRIBUTE.emailVerified, ATTRIBUTE.tenantId, ATTRIBUTE.roles]);

/** What is wanted whatever the user has now: everything but the roles. */
export async function wantedValues(
  directory: Directory,
  input: SetAttributesInput,
): Promise<Map<string, string | null>> {
  const { conventions } = directory;
  const values = new Map<string, string | null>();
  const { givenName, familyName, set: byName } = input;
  const named = await writableAttributes(directory, { givenName, familyName, byName }, 'update');
  for (const { name, value } of named) values.set(name, value);
  if (input.department !== undefined) {
    values.set(ATTRIBUTE.department, parseDepartment(input.department, conventions));
  }
  if (input.email !== undefined) {
    values.set(ATTRIBUTE.email, parseEmail(input.email, conventions));
    values.set(ATTRIBUTE.emailVerified, 'true');
  }
  if (input.moveToTenant !== undefined) {
    values.set(ATTRIBUTE.tenantId, parseTenant(input.moveToTenant, conventions));
  }
  if (input.unset.length > 0) {
    const schema = attributeRules(await directory.pool());
    const set = [...values.keys()];
    for (const name of input.unset) checkRemovable(name, set, schema);
  }
  for (const name of input.unset) values.set(name, null);
  for (const roles of [input.roles, input.addRoles]) if (roles.length > 0) namedRoles(roles, conventions);
  return values;
}

function checkRemovable(
  name: string,
  set: readonly string[],
  schema: Parameters<typeof findAttributeRule>[1],
): void {
  if (set.includes(name)) {
    throw new AdminError('USAGE', `${name} is both set and unset`, { hint: 'Leave one of the two out.' });
  }
  const rule = findAttributeRule(name, schema);
  if (KEPT.has(name) || rule.required) {
    throw new AdminError('ATTRIBUTE_NOT_ALLOWED', `${name} cannot be removed from a user`, {
      hint:
        OWN_FLAGS.update[name] === undefined
          ? 'Set another value instead.'
          : `To change it: ${OWN_FLAGS.update[name]}`,
    });
  }
  if (!rule.mutable) {
    throw new AdminError('IMMUTABLE_ATTRIBUTE', `${name} cannot change once the user exists`, {
      hint: 'The pool has it immutable.',
    });
  }
}

export function touchesRoles({ roles, addRoles, removeRoles }: SetAttributesInput): boolean {
  return [roles, addRoles, removeRoles].some((names) => names.length > 0);
}

/** Roles are relative to what the user has: a role of old that no convention knows any more stays until it is removed. */
export function withRoles(
  wanted: AttributeValues,
  user: UserDetail,
  input: SetAttributesInput,
  { conventions }: Directory,
): AttributeValues {
  if (!touchesRoles(input)) return wanted;
  const removed = new Set(splitRoles(input.removeRoles.join(',')));
  const kept = input.roles.length > 0 ? [] : user.roles.filter((role) => !removed.has(role));
  const roles = orderRoles(
    [...kept, ...parseRoles([...input.roles, ...input.addRoles], conventions)],
    conventions,
  );
  return new Map([...wanted, [ATTRIBUTE.roles, roles.length === 0 ? null : storeRoles(roles)]]);
}
