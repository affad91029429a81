import { parseEmail } from '../../conventions/email.js';
import { storeRoles } from '../../conventions/roles.js';
import { parseTenant } from '../../conventions/tenant.js';
import type { Directory } from '../../directory.js';
import { type AttributeRule, attributeRules, isCaseSensitive } from '../../model/user-pool.js';
import type { Conventions } from '../../model/conventions.js';
import { ATTRIBUTE } from '../../model/user.js';
import { quoted } from '../../text/quoted.js';
import { namedRoles } from '../../users/attributes/named-roles.js';
import type { CreateUserInput } from '../../users/attributes/new-user.js';
import { OWN_FLAGS, type NamedValue } from '../../users/attributes/writable-attributes.js';
import { checkValues } from './check-values.js';
import { columnCheck, ERROR_COLUMNS } from './column-check.js';
import { RowChecker } from './row-checker.js';
import { attributeValues, namesOf, textOf } from './row-values.js';
import type { ColumnCheck, Row, RowProblem } from './row.js';

/** What holds for every row; a row's own tenant, roles, department and attributes come before these. */
export type CreationDefaults = Omit<CreateUserInput, 'email' | 'tenant'> & {
  readonly tenant?: string | undefined;
};

/** What rows are held against, read once for all of them. */
export interface CreationRules {
  readonly conventions: Conventions;
  readonly schema: readonly AttributeRule[];
  /** As `--tenant`: a user elsewhere would be refused when its turn comes. */
  readonly tenant: string | undefined;
  /** Whether two addresses that differ in case alone are two users. */
  readonly caseSensitive: boolean;
  /** For `readRows`. */
  readonly checkColumns: ColumnCheck;
}

/** The keys that a creation reads. */
const READ = ['email', 'tenantId', 'roles', 'department', 'givenName', 'familyName'] as const;

/** What else `users list` and `users export` print: Cognito gives it, so that it says nothing to a creation. */
const PASSED_OVER = [
  'username',
  'sub',
  'status',
  'enabled',
  'createdAt',
  'updatedAt',
  'emailVerified',
  'attributes',
] as const;

const OWN_KEYS = new Set<string>([...READ, ...PASSED_OVER, ...ERROR_COLUMNS]);

/** What `attributes` holds beside what can be written. */
const NOT_WRITTEN = new Set<string>([ATTRIBUTE.sub, ATTRIBUTE.emailVerified]);

/**
 * Reads what rows of users to create are held against (DescribeUserPool).
 *
 * @throws AdminError where the pool cannot be read
 */
export async function creationRules(directory: Directory): Promise<CreationRules> {
  const pool = await directory.pool();
  const schema = attributeRules(pool);
  return {
    conventions: directory.conventions,
    schema,
    tenant: directory.tenant,
    caseSensitive: isCaseSensitive(pool),
    checkColumns: columnCheck(
      [...READ, ...PASSED_OVER],
      schema.map(({ name }) => name),
    ),
  };
}

/**
 * The creation that a row asks for, its columns named like the JSON keys of `users list`, with further attributes by
 * their stored names; or what keeps it from being one. An export can be fed back: what Cognito gives is passed over, but
 * for a row that would come out as another user than it says. Its values are not looked at: see `checkCreation`.
 */
export function creationOf(row: Row, defaults: CreationDefaults): CreateUserInput | readonly RowProblem[] {
  const { line, values } = row;
  const problems: RowProblem[] = [];
  const refuse = (column: string, problem: string) => problems.push({ line, column, problem });
  const email = textOf(values.email);
  const tenant = textOf(values.tenantId) ?? defaults.tenant;
  const roles = namesOf(values.roles) ?? defaults.roles;
  if (email === undefined) refuse('email', 'is missing');
  if (tenant === undefined) refuse('tenantId', 'is missing, and --tenant gives none');
  if (roles.length === 0) refuse('roles', 'are missing, and --role gives none');
  if (isSaidFalse(values.enabled))
    refuse('enabled', 'is false, and a new user is enabled. Disable them afterwards');
  if (isSaidFalse(values.emailVerified)) {
    refuse('emailVerified', 'is false, and the address of a new user is marked verified');
  }
  if (values.status === 'EXTERNAL_PROVIDER') {
    refuse('status', 'is EXTERNAL_PROVIDER: a federated user is made by signing in, and not by a creation');
  }
  const attributes = furtherAttributes(row, defaults.attributes, problems);
  if (problems.length > 0 || email === undefined || tenant === undefined) return problems;
  return {
    ...defaults,
    email,
    tenant,
    roles,
    attributes,
    department: textOf(values.department) ?? defaults.department,
    givenName: textOf(values.givenName) ?? defaults.givenName,
    familyName: textOf(values.familyName) ?? defaults.familyName,
  };
}

/**
 * Everything that the conventions, the pool's schema and the context say against a creation, each with its column; none
 * where it may go ahead. Asks nothing of the service.
 */
export function checkCreation(
  input: CreateUserInput,
  line: number,
  rules: CreationRules,
): readonly RowProblem[] {
  const { conventions } = rules;
  const row = new RowChecker(line);
  row.check('email', () => parseEmail(input.email, conventions), input.email);
  row.check('tenantId', () => parseTenant(input.tenant, conventions));
  if (rules.tenant !== undefined && input.tenant !== rules.tenant) {
    row.refuse('tenantId', `is ${quoted(input.tenant)}, and --tenant is ${rules.tenant}`);
  }
  row.check('roles', () => storeRoles(namedRoles(input.roles, conventions)));
  checkValues(row, { ...input, further: input.attributes }, rules, 'create');
  return row.problems;
}

/** Cells write it in capitals too: spreadsheets do. */
function isSaidFalse(value: Row['values'][string] | undefined): boolean {
  return typeof value === 'string' && value.toLowerCase() === 'false';
}

function furtherAttributes(
  { line, values }: Row,
  defaults: readonly NamedValue[],
  problems: RowProblem[],
): readonly NamedValue[] {
  const found = new Map<string, string>(defaults.map(({ name, value }) => [name, value]));
  const own = new Set<string>();
  const take = (name: string, value: string | undefined) => {
    if (value === undefined) return;
    const flag = OWN_FLAGS.create[name];
    if (flag !== undefined) problems.push({ line, column: name, problem: 'has a column of its own' });
    else if (own.has(name)) problems.push({ line, column: name, problem: 'is given twice' });
    own.add(name);
    found.set(name, value);
  };
  const nested = attributeValues(values.attributes);
  if (nested === undefined) problems.push({ line, column: 'attributes', problem: 'is no object of texts' });
  for (const [name, value] of nested ?? []) if (!NOT_WRITTEN.has(name)) take(name, value);
  for (const name in values) if (!OWN_KEYS.has(name)) take(name, textOf(values[name]));
  return found.size === 0 ? NONE : [...found].map(([name, value]) => ({ name, value }));
}

const NONE: readonly NamedValue[] = [];
