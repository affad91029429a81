import type { FieldChange, FieldValue } from '../../model/field-change.js';
import { ATTRIBUTE, splitRoles } from '../../model/user.js';

/*
 * users/attributes/: the attributes that a user is created or edited with. Flags, prompts and rows give text;
 * `askNewUser`, `parseAttributes` and `writableAttributes` check it against the conventions and the pool's schema.
 * This file maps attributes to the fields of a plan and back.
 */

/** Attributes to write, by their stored names; `null` removes one. */
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

const ATTRIBUTE_NAMES = new Map(Object.entries(FIELD_NAMES).map(([name, field]) => [field, name]));

/** What JSON and plans call an attribute. */
export function fieldName(attribute: string): string {
  return FIELD_NAMES[attribute] ?? attribute;
}

/** The stored name of a field, and its value as it is stored; `null` if it has none. */
export function attributeOfField(field: string, value: FieldValue): [name: string, stored: string | null] {
  const name = ATTRIBUTE_NAMES.get(field) ?? field;
  if (value === null) return [name, null];
  const stored = Array.isArray(value) ? value.join(',') : String(value);
  return [name, stored === '' ? null : stored];
}

/** The fields that writing `values` changes, given what is stored now. */
export function attributeFields(stored: Readonly<Record<string, string>>, values: AttributeValues): FieldChange[] {
  return [...values].map(([name, value]) => ({
    field: fieldName(name),
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
