import { checkAttribute, checkAttributeAllowed } from '../../conventions/attribute.js';
import { parseDepartment } from '../../conventions/department.js';
import type { AttributeRule } from '../../model/user-pool.js';
import type { Conventions } from '../../model/conventions.js';
import { ATTRIBUTE } from '../../model/user.js';
import type { NamedValue } from '../../users/attributes/writable-attributes.js';
import type { RowChecker } from './row-checker.js';

/** Attributes of a user that a row gives, whether the user is to be made or stands. */
export interface GivenValues {
  readonly department?: string | undefined;
  readonly givenName?: string | undefined;
  readonly familyName?: string | undefined;
  /** Further ones, by the name that the pool stores them under. */
  readonly further: readonly NamedValue[];
}

/** Holds each against the conventions and the pool's schema, and adds what they say to the row's problems. */
export function checkValues(
  row: RowChecker,
  { department, givenName, familyName, further }: GivenValues,
  { conventions, schema }: { readonly conventions: Conventions; readonly schema: readonly AttributeRule[] },
  purpose: 'create' | 'update',
): void {
  if (department !== undefined) {
    row.check('department', () => parseDepartment(department, conventions), department);
  }
  const named = [
    { column: 'givenName', name: ATTRIBUTE.givenName, value: givenName },
    { column: 'familyName', name: ATTRIBUTE.familyName, value: familyName },
    ...further.map(({ name, value }) => ({ column: name, name, value })),
  ];
  for (const { column, name, value } of named) {
    if (value === undefined) continue;
    const check = () => {
      checkAttributeAllowed(name, conventions);
      checkAttribute(name, value, schema, purpose);
    };
    row.check(column, check, value);
  }
}
