import type { FieldChange, FieldValue } from '../changes/change.js';
import { checkAttribute, checkAttributeAllowed } from '../conventions/attribute.js';
import { AdminError } from '../errors.js';
import type { AttributeRule } from '../model/attribute-rule.js';
import type { Conventions } from '../model/conventions.js';
import { ATTRIBUTE, splitRoles } from '../model/user.js';

/** Attributes to be written, by the name that the pool stores them under; null removes one. */
export type AttributeValues = ReadonlyMap<string, string | null>;

/** What JSON and plans call the attributes that have a field of their own. */
const FIELD_NAMES: Readonly<Record<string, string>> = {
  [ATTRIBUTE.email]: 'email',
  [ATTRIBUTE.emailVerified]: 'emailVerified',
  [ATTRIBUTE.givenName]: 'givenName',
  [ATTRIBUTE.familyName]: 'familyName',
  [ATTRIBUTE.tenantId]: 'tenantId',
  [ATTRIBUTE.roles]: 'roles',
  [ATTRIBUTE.department]: 'department',
};

/** Attributes with rules of their own: written by name they would pass those by, so their flag is the only way. */
export type OwnFlags = Readonly<Record<string, string>>;

/**
 * Refuses an attribute that may not be written by its name here: one with a flag of its own, one that the conventions
 * do not list, one that the pool's schema does not have or does not let change, a value that it does not take.
 *
 * @throws AdminError TENANT_MOVE or ATTRIBUTE_NOT_ALLOWED (3), UNKNOWN_ATTRIBUTE, IMMUTABLE_ATTRIBUTE,
 *   INVALID_ATTRIBUTE (2)
 */
export function checkWritable(
  { name, value }: { name: string; value: string },
  rules: {
    flags: OwnFlags;
    schema: readonly AttributeRule[];
    conventions: Conventions;
    occasion: 'create' | 'update';
  },
): void {
  const flag = rules.flags[name];
  if (flag !== undefined) {
    const code =
      name === ATTRIBUTE.tenantId && rules.occasion === 'update' ? 'TENANT_MOVE' : 'ATTRIBUTE_NOT_ALLOWED';
    throw new AdminError(code, `${name} is not written by its name`, { hint: `Use ${flag}` });
  }
  checkAttributeAllowed(name, rules.conventions);
  checkAttribute(name, value, rules.schema, rules.occasion);
}

/** The attributes that a person's names are stored under, as far as names were given. */
export function personalNames({ givenName, familyName }: PersonalNames): { name: string; value: string }[] {
  return [
    ...(givenName === undefined ? [] : [{ name: ATTRIBUTE.givenName, value: givenName }]),
    ...(familyName === undefined ? [] : [{ name: ATTRIBUTE.familyName, value: familyName }]),
  ];
}

interface PersonalNames {
  readonly givenName?: string | undefined;
  readonly familyName?: string | undefined;
}

/** The fields that writing `values` moves, given what is stored now. */
export function attributeFields(
  stored: Readonly<Record<string, string>>,
  values: AttributeValues,
): FieldChange[] {
  return [...values].map(([name, value]) => ({
    field: FIELD_NAMES[name] ?? name,
    before: fieldValue(name, stored[name] ?? null),
    after: fieldValue(name, value),
  }));
}

/** Attributes as the service takes them; an empty value deletes (API reference, AdminUpdateUserAttributes). */
export function sdkAttributes(values: AttributeValues): { Name: string; Value: string }[] {
  return [...values].map(([Name, value]) => ({ Name, Value: value ?? '' }));
}

function fieldValue(name: string, value: string | null): FieldValue {
  if (name === ATTRIBUTE.roles) return splitRoles(value ?? undefined);
  if (name === ATTRIBUTE.emailVerified) return value === 'true';
  return value;
}
