import { checkAttributeAllowed, parseAttribute } from '../../conventions/attribute.js';
import type { AttributeRule } from '../../model/user-pool.js';
import type { Conventions } from '../../model/conventions.js';
import { ATTRIBUTE } from '../../model/user.js';
import type { AskedAttributes, Occasion } from '../../users/attributes/writable-attributes.js';
import type { Columns } from './row.js';
import type { RowChecker } from './row-checker.js';

/** What rows of users are checked against, read once for all of them. */
export interface UserRowRules {
  readonly conventions: Conventions;
  readonly schema: readonly AttributeRule[];
  /** For `readRows`. */
  readonly columns: Columns;
}

/**
 * Checks each attribute of a row against the conventions and the pool's schema, and adds what they refuse to the row's
 * problems.
 */
export function checkValues(
  row: RowChecker,
  { givenName, familyName, byName }: AskedAttributes,
  { conventions, schema }: UserRowRules,
  occasion: Occasion,
): void {
  const named = [
    { column: 'givenName', name: ATTRIBUTE.givenName, value: givenName },
    { column: 'familyName', name: ATTRIBUTE.familyName, value: familyName },
    ...byName.map(({ name, value }) => ({ column: name, name, value })),
  ];
  for (const { column, name, value } of named) {
    if (value === undefined) continue;
    const check = () => {
      checkAttributeAllowed(name, conventions);
      parseAttribute(name, value, schema, occasion);
    };
    row.check(column, check, value);
  }
}
