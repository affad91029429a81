import { parseDepartment } from '../../conventions/department.js';
import { parseEmail } from '../../conventions/email.js';
import { requiredRoles, storeRoles } from '../../conventions/roles.js';
import { parseTenant } from '../../conventions/tenant.js';
import type { Directory } from '../../directory.js';
import { attributeRules } from '../../model/user-pool.js';
import { ATTRIBUTE } from '../../model/user.js';
import { type AttributesText, checkRemovable } from '../../users/attributes/parse-attributes.js';
import { OWN_FLAGS } from '../../users/attributes/writable-attributes.js';
import { checkValues, type UserRowRules } from './check-values.js';
import { columnsOf, ERROR_COLUMNS } from './columns.js';
import { RowChecker } from './row-checker.js';
import { namesOf, textOf } from './row-values.js';
import type { Row, RowProblem } from './row.js';
import { nameOf, NAMES } from './user-name.js';

/** What the flags set on every user. */
export type AttributesOfAll = Omit<AttributesText, 'user' | 'email'>;

/** Keys of what to set, with the flag that sets the same on all users. */
export const SETTING = {
  department: '--department',
  givenName: '--given-name',
  familyName: '--family-name',
  roles: '--role',
  addRoles: '--add-role',
  removeRoles: '--remove-role',
  moveToTenant: '--move-to-tenant',
} as const;

/** The key of a new address. There is no flag for it, as no two users can have the same. */
const NEW_EMAIL = 'newEmail';

/** Keys that null in JSON removes. */
const REMOVABLE = {
  department: ATTRIBUTE.department,
  givenName: ATTRIBUTE.givenName,
  familyName: ATTRIBUTE.familyName,
} as const;

const OWN_KEYS = new Set<string>([...NAMES, ...Object.keys(SETTING), NEW_EMAIL, ...ERROR_COLUMNS]);

/**
 * Reads what rows of attributes to set are checked against (DescribeUserPool).
 *
 * @throws AdminError if the pool cannot be read
 */
export async function attributesRules(directory: Directory): Promise<UserRowRules> {
  const schema = attributeRules(await directory.pool());
  return {
    conventions: directory.conventions,
    schema,
    columns: columnsOf([...NAMES, ...Object.keys(SETTING), NEW_EMAIL], schema, NAMES),
  };
}

/**
 * The column of a row's new address: `newEmail`, or `email` if another column names the user. A row with `email` alone is
 * about the user who has that address.
 */
export function newEmailColumn(row: Row): 'newEmail' | 'email' | undefined {
  if (row.values[NEW_EMAIL] !== undefined) return NEW_EMAIL;
  const isNamedOtherwise = nameOf(row)?.key !== 'email';
  return isNamedOtherwise && row.values.email !== undefined ? 'email' : undefined;
}

/**
 * What to set on the user that a row names, including what the flags set on all; or what is wrong with the row. An empty
 * CSV cell leaves an attribute alone, and null in JSON removes it. The values are not checked: see `checkAttributes`.
 */
export function attributesOf(row: Row, all: AttributesOfAll): AttributesText | readonly RowProblem[] {
  const { line, values } = row;
  const checker = new RowChecker(line);
  const named = nameOf(row);
  if (named === undefined) return [{ line, problem: `names no user: it needs one of ${NAMES.join(', ')}` }];
  for (const [key, flag] of Object.entries(SETTING)) {
    if (values[key] === undefined) continue;
    const byFlag = all[key as keyof typeof SETTING];
    if (byFlag !== undefined && byFlag.length > 0) {
      checker.refuse(key, `is given here and by ${flag}. Leave one of the two out`);
    } else if (values[key] === null && !(key in REMOVABLE)) {
      checker.refuse(key, 'cannot be removed from a user. Leave it out, or give a value');
    }
  }
  const emailColumn = newEmailColumn(row);
  const email = emailColumn === undefined ? undefined : values[emailColumn];
  if (emailColumn !== undefined && email === null) {
    checker.refuse(emailColumn, 'cannot be removed from a user. Leave it out, or give a value');
  }
  // With `username` or `sub` the address in `email` is a value, and with `user` it would name the user.
  if (values.email !== undefined && (emailColumn === NEW_EMAIL ? named.key !== 'email' : values.user !== undefined)) {
    checker.refuse('email', 'may be the address or the new address. Name the user in one column, and use newEmail');
  }
  const hasAllRoles = all.roles.length > 0;
  const hasRoles = hasAllRoles || values.roles !== undefined;
  const isRelative = values.addRoles !== undefined || values.removeRoles !== undefined;
  const isRelativeForAll = all.addRoles.length > 0 || all.removeRoles.length > 0;
  if (hasRoles && (isRelative || (isRelativeForAll && !hasAllRoles))) {
    checker.refuse('roles', 'sets all the roles, and others are added or removed. Leave one of the two out');
  }
  const removed = Object.entries(REMOVABLE).flatMap(([key, name]) => (values[key] === null ? [name] : []));
  const further = furtherOf(values, all, checker);
  if (checker.problems.length > 0) return checker.problems;
  return {
    user: named.name,
    email: textOf(email),
    set: [...all.set, ...further.set],
    unset: [...all.unset, ...removed, ...further.unset],
    roles: namesOf(values.roles) ?? all.roles,
    addRoles: namesOf(values.addRoles) ?? all.addRoles,
    removeRoles: namesOf(values.removeRoles) ?? all.removeRoles,
    department: textOf(values.department) ?? all.department,
    givenName: textOf(values.givenName) ?? all.givenName,
    familyName: textOf(values.familyName) ?? all.familyName,
    moveToTenant: textOf(values.moveToTenant) ?? all.moveToTenant,
  };
}

/**
 * Everything that the conventions and the pool's schema refuse about what a row sets, each with its column. Calls no
 * service: problems that depend on the user's current state are found when the change is planned.
 */
export function checkAttributes(text: AttributesText, from: Row, rules: UserRowRules): readonly RowProblem[] {
  const { line } = from;
  const { conventions, schema } = rules;
  const row = new RowChecker(line);
  const { roles, addRoles, department, givenName, familyName, moveToTenant, email } = text;
  if (email !== undefined) row.check(newEmailColumn(from) ?? NEW_EMAIL, () => parseEmail(email, conventions), email);
  if (roles.length > 0) row.check('roles', () => storeRoles(requiredRoles(roles, conventions)));
  if (addRoles.length > 0) row.check('addRoles', () => requiredRoles(addRoles, conventions));
  if (moveToTenant !== undefined) row.check('moveToTenant', () => parseTenant(moveToTenant, conventions));
  if (department !== undefined) row.check('department', () => parseDepartment(department, conventions), department);
  checkValues(row, { ...text, byName: text.set }, rules, 'update');
  for (const name of text.unset) {
    row.check(name, () => {
      checkRemovable(name, [], schema);
    });
  }
  const isAnything =
    [roles, addRoles, text.removeRoles, text.set, text.unset].some(({ length }) => length > 0) ||
    [department, givenName, familyName, moveToTenant, email].some((value) => value !== undefined);
  if (!isAnything) return [{ line, problem: 'has nothing to set' }];
  return row.problems;
}

function furtherOf(
  values: Row['values'],
  { set, unset }: AttributesOfAll,
  row: RowChecker,
): Pick<AttributesText, 'set' | 'unset'> {
  const byFlag = new Set([...set.map(({ name }) => name), ...unset]);
  for (const [key, name] of Object.entries(REMOVABLE)) {
    if (values[key] !== undefined && byFlag.has(name)) row.refuse(key, 'is given here and by a flag');
  }
  const found: { set: { name: string; value: string }[]; unset: string[] } = { set: [], unset: [] };
  for (const [name, value] of Object.entries(values)) {
    if (OWN_KEYS.has(name)) continue;
    const flag = OWN_FLAGS.update[name];
    if (flag !== undefined) row.refuse(name, `cannot be set as a column. Use ${flag}`);
    else if (byFlag.has(name)) row.refuse(name, 'is given here and by --set or --unset. Leave one of the two out');
    else if (value === null) found.unset.push(name);
    else found.set.push({ name, value: textOf(value) ?? '' });
  }
  return found;
}
