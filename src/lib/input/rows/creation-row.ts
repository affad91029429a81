import { parseBoolean } from '../../conventions/attribute-value.js';
import { parseDepartment } from '../../conventions/department.js';
import { parseEmail } from '../../conventions/email.js';
import { requiredRoles, storeRoles } from '../../conventions/roles.js';
import { parseTenant } from '../../conventions/tenant.js';
import type { Directory } from '../../directory.js';
import { attributeRules, isCaseSensitive } from '../../model/user-pool.js';
import { ATTRIBUTE } from '../../model/user.js';
import { quoted } from '../../text/quoted.js';
import type { CreateUserInput } from '../../users/attributes/new-user.js';
import { type AskedAttributes, OWN_FLAGS, type NamedValue } from '../../users/attributes/writable-attributes.js';
import { checkValues, type UserRowRules } from './check-values.js';
import { columnsOf, ERROR_COLUMNS } from './columns.js';
import { RowChecker } from './row-checker.js';
import { attributeValues, namesOf, textOf } from './row-values.js';
import type { Row, RowProblem, RowValue } from './row.js';

/**
 * What applies to every row. A row's own tenant, roles, department and attributes take precedence; those given here are
 * checked together with each row, as if it contained them.
 */
export type CreationDefaults = Omit<CreateUserInput, 'email' | 'tenant' | 'roles' | 'department'> & {
  readonly tenant?: string | undefined;
  readonly roles: readonly string[];
  readonly department?: string | undefined;
};

/** What rows are checked against, read once for all of them. */
export interface CreationRules extends UserRowRules {
  /** The tenant of `--tenant`: a user of another one would be refused later. */
  readonly tenant: string | undefined;
  /** Whether two addresses that differ only in case are two users. */
  readonly caseSensitive: boolean;
}

/** The keys that a creation reads. */
export const CREATION_KEYS = ['email', 'tenantId', 'roles', 'department', 'givenName', 'familyName'] as const;

/** What else `users list`, `users export` and Cognito's import file have. Cognito sets these, so a creation ignores them. */
const IGNORED = [
  'username',
  'sub',
  'status',
  'enabled',
  'createdAt',
  'updatedAt',
  'emailVerified',
  'attributes',
  'cognito:mfa_enabled',
] as const;

const OWN_KEYS = new Set<string>([...CREATION_KEYS, ...IGNORED, ...ERROR_COLUMNS]);

/** What `attributes` of an export contains and a creation does not write. */
const NOT_WRITTEN = new Set<string>([ATTRIBUTE.sub, ATTRIBUTE.emailVerified]);

/**
 * Reads what rows of users to create are checked against (DescribeUserPool).
 *
 * @throws AdminError if the pool cannot be read
 */
export async function creationRules(directory: Directory): Promise<CreationRules> {
  const pool = await directory.pool();
  const schema = attributeRules(pool);
  return {
    conventions: directory.conventions,
    schema,
    tenant: directory.tenant,
    caseSensitive: isCaseSensitive(pool),
    columns: columnsOf([...CREATION_KEYS, ...IGNORED], schema, ['email']),
  };
}

/**
 * The user that a row asks to create, or everything that is wrong with the row. Its columns are named like the JSON keys
 * of `users list`, further attributes by their stored names. An export can be fed back: what Cognito sets is ignored,
 * except in a row for which the new user would differ from what the row says. Calls no service.
 */
export function creationOf(
  row: Row,
  defaults: CreationDefaults,
  rules: CreationRules,
): CreateUserInput | readonly RowProblem[] {
  const { values } = row;
  const checker = new RowChecker(row.line);
  const email = textOf(values.email);
  const tenant = textOf(values.tenantId) ?? defaults.tenant;
  const roles = namesOf(values.roles) ?? defaults.roles;
  if (email === undefined) checker.refuse('email', 'is missing');
  if (tenant === undefined) checker.refuse('tenantId', 'is missing, and --tenant gives none');
  if (roles.length === 0) checker.refuse('roles', 'are missing, and --role gives none');
  mustBeTrue(checker, 'enabled', values.enabled, 'a new user is always enabled. Disable the user afterwards');
  mustBeTrue(checker, 'emailVerified', values.emailVerified, 'the address of a new user is always marked as verified');
  if (values.status === 'EXTERNAL_PROVIDER') {
    checker.refuse('status', 'is EXTERNAL_PROVIDER: Cognito creates a federated user at the first sign-in');
  }
  if (textOf(values['cognito:mfa_enabled'])?.toLowerCase() === 'true') {
    checker.refuse('cognito:mfa_enabled', 'is true, but a new user has no MFA. Users set it up when they sign in');
  }
  const attributes = furtherAttributes(row, defaults.attributes, checker);
  if (email === undefined || tenant === undefined || roles.length === 0) return checker.problems;
  const text: CreationText = {
    email,
    tenant,
    roles,
    department: textOf(values.department) ?? defaults.department,
    givenName: textOf(values.givenName) ?? defaults.givenName,
    familyName: textOf(values.familyName) ?? defaults.familyName,
    byName: attributes,
  };
  const names = checkedNames(checker, text, rules);
  if (checker.problems.length > 0 || names === undefined) return checker.problems;
  const { givenName, familyName } = text;
  return Object.assign({}, defaults, names, { attributes, givenName, familyName });
}

/** The values of a row that are checked, as text. */
type CreationText = AskedAttributes & {
  readonly email: string;
  readonly tenant: string;
  readonly roles: readonly string[];
  readonly department: string | undefined;
};

/**
 * Checks the values of a creation against the conventions, the pool's schema and `--tenant`.
 *
 * @returns those that the conventions parse; `undefined` if one of them is refused
 */
function checkedNames(
  checker: RowChecker,
  text: CreationText,
  rules: CreationRules,
): Pick<CreateUserInput, 'email' | 'tenant' | 'roles' | 'department'> | undefined {
  const { conventions } = rules;
  const email = checker.check('email', () => parseEmail(text.email, conventions), text.email);
  const tenant = checker.check('tenantId', () => parseTenant(text.tenant, conventions));
  if (rules.tenant !== undefined && text.tenant.trim() !== rules.tenant) {
    checker.refuse('tenantId', `is ${quoted(text.tenant)}, but --tenant is ${rules.tenant}`);
  }
  const roles = checker.check('roles', () => {
    const parsed = requiredRoles(text.roles, conventions);
    storeRoles(parsed);
    return parsed;
  });
  const department = checker.check(
    'department',
    () => (text.department === undefined ? undefined : parseDepartment(text.department, conventions)),
    text.department,
  );
  checkValues(checker, text, rules, 'create');
  return email === undefined || tenant === undefined || roles === undefined
    ? undefined
    : { email, tenant, roles, department };
}

/** Refuses a column that Cognito sets if it says something else than the new user would have. */
function mustBeTrue(checker: RowChecker, column: string, value: RowValue | undefined, fact: string): void {
  const text = textOf(value) ?? '';
  if (text.trim() === '') return;
  const is = parseBoolean(text);
  if (is === undefined) checker.refuse(column, `is ${quoted(text)}, which is not a boolean: use true or false`);
  if (is === false) checker.refuse(column, `is false, but ${fact}`);
}

function furtherAttributes(
  { values }: Row,
  defaults: readonly NamedValue[],
  checker: RowChecker,
): readonly NamedValue[] {
  const found = new Map<string, string>(defaults.map(({ name, value }) => [name, value]));
  const own = new Set<string>();
  const take = (name: string, value: string | undefined) => {
    if (value === undefined) return;
    if (OWN_FLAGS.create[name] !== undefined) checker.refuse(name, 'has a column of its own');
    else if (own.has(name)) checker.refuse(name, 'is given twice');
    own.add(name);
    found.set(name, value);
  };
  const nested = attributeValues(values.attributes);
  if (nested === undefined) checker.refuse('attributes', 'is not an object of texts');
  for (const [name, value] of nested ?? []) if (!NOT_WRITTEN.has(name)) take(name, value);
  for (const name in values) if (!OWN_KEYS.has(name)) take(name, textOf(values[name]));
  return [...found].map(([name, value]) => ({ name, value }));
}
