/**
 * sync/ keeps the people of a tenant in step with a roster: this file reads a row of it, `match-roster.ts` compares all rows
 * with the pool, `sync-person.ts` plans the change of one person, and `sync-operation.ts` makes a run of them.
 */
import type { RosterSettings } from '../../config/context.js';
import { parseDepartment } from '../../conventions/department.js';
import { parseEmail } from '../../conventions/email.js';
import { requiredRoles, storeRoles } from '../../conventions/roles.js';
import type { Directory } from '../../directory.js';
import { checkValues } from '../../input/rows/check-values.js';
import { columnsOf } from '../../input/rows/columns.js';
import { RowChecker } from '../../input/rows/row-checker.js';
import { attributeValues, namesOf, textOf } from '../../input/rows/row-values.js';
import { type Columns, isProblems, type Row, type RowProblem, type RowRules } from '../../input/rows/row.js';
import { type AttributeRule, attributeRules, isCaseSensitive } from '../../model/user-pool.js';
import { quoted } from '../../text/quoted.js';
import { type NamedValue, OWN_FLAGS } from '../../users/attributes/writable-attributes.js';

/** What a row of a roster says of a person. What is undefined is left as it is. */
export interface RosterPerson {
  /** Only if the roster is read by it. */
  readonly sub: string | undefined;
  readonly email: string | undefined;
  readonly roles: readonly string[] | undefined;
  readonly department: string | undefined;
  readonly givenName: string | undefined;
  readonly familyName: string | undefined;
  /** Further attributes by their stored names. */
  readonly attributes: readonly NamedValue[];
}

/** What rows of a roster are read by. */
export interface RosterRules extends RowRules {
  /** The person of a row, or everything that is wrong with it. Calls no service. */
  readonly read: (row: Row) => RosterPerson | readonly RowProblem[];
  /** Whether a person is found by the sub, if the row has one. */
  readonly bySub: boolean;
}

/** What a column of a roster can hold, besides further attributes. */
const KEYS = ['email', 'sub', 'tenantId', 'roles', 'department', 'givenName', 'familyName'] as const;
const OWN_KEYS = new Set<string>([...KEYS, 'attributes']);

/**
 * Reads how the rosters of a tenant are read: from the context, and from the schema of the pool (DescribeUserPool).
 *
 * @throws AdminError if the pool cannot be read
 */
export async function rosterRules(directory: Directory): Promise<RosterRules> {
  const pool = await directory.pool();
  const schema = attributeRules(pool);
  const { roster = {} } = directory.context;
  const bySub = roster.key === 'sub';
  const read = (row: Row) => personOf(row, { directory, schema, bySub });
  const nameIn = (person: RosterPerson): string => person.sub ?? person.email ?? '';
  return {
    read,
    bySub,
    textKey: 'email',
    columns: columnsOfRoster(roster, schema),
    check: (row) => {
      const person = read(row);
      return isProblems(person) ? person : [];
    },
    nameOf: (row) => {
      const person = read(row);
      return isProblems(person) ? '' : nameIn(person);
    },
    // A row that names its person by the sub gives them an address, which no other row may name or give.
    newEmailOf: (row) => {
      const person = read(row);
      return bySub && !isProblems(person) ? person.email : undefined;
    },
    caseSensitive: isCaseSensitive(pool),
    hasValues: true,
  };
}

/** With columns of the context, every other column of the roster is somebody else's business. */
function columnsOfRoster({ columns, key }: RosterSettings, schema: readonly AttributeRule[]): Columns {
  const naming = key === 'sub' ? ['email', 'sub'] : ['email'];
  if (columns === undefined) return columnsOf([...KEYS, 'attributes'], schema, naming);
  const fields = new Map(Object.entries(columns).map(([field, column]) => [column.trim().toLowerCase(), field]));
  const keyOf = (written: string) => fields.get(written.trim().toLowerCase()) ?? `(${written.trim()})`;
  return { keyOf, check: () => [], naming };
}

function personOf(
  { line, values }: Row,
  { directory, schema, bySub }: { directory: Directory; schema: readonly AttributeRule[]; bySub: boolean },
): RosterPerson | readonly RowProblem[] {
  const { conventions, tenant } = directory;
  const row = new RowChecker(line);
  const text = (key: (typeof KEYS)[number]) => textOf(values[key])?.trim();
  const sub = bySub ? text('sub') : undefined;
  const named = text('email');
  const email = named === undefined ? undefined : row.check('email', () => parseEmail(named, conventions), named);
  if (named === undefined && sub === undefined) row.refuse('email', 'is missing');
  const own = text('tenantId');
  if (own !== undefined && own !== tenant) row.refuse('tenantId', `is ${quoted(own)}, but --tenant is ${tenant ?? ''}`);
  const asked = namesOf(values.roles);
  const roles = asked && row.check('roles', () => rolesOf(asked, directory));
  const departmentText = text('department');
  const department =
    departmentText && row.check('department', () => parseDepartment(departmentText, conventions), departmentText);
  const [givenName, familyName] = [text('givenName'), text('familyName')];
  const attributes = furtherAttributes(values, row);
  checkValues(row, { givenName, familyName, byName: attributes }, rulesOf(directory, schema), 'create');
  if (row.problems.length > 0) return row.problems;
  return { sub, email, roles, department, givenName, familyName, attributes };
}

function rulesOf({ conventions }: Directory, schema: readonly AttributeRule[]) {
  return { conventions, schema, columns: columnsOf([], schema, []) };
}

function rolesOf(asked: readonly string[], { conventions }: Directory): readonly string[] {
  const roles = requiredRoles(asked, conventions);
  storeRoles(roles);
  return roles;
}

function furtherAttributes(values: Row['values'], row: RowChecker): readonly NamedValue[] {
  const nested = attributeValues(values.attributes);
  if (nested === undefined) row.refuse('attributes', 'is not an object of texts');
  const named = Object.entries(values)
    // Not of the mapping: see `columnsOfRoster`.
    .filter(([name]) => !OWN_KEYS.has(name) && !name.startsWith('('))
    .flatMap(([name, value]): [string, string][] => {
      const written = textOf(value);
      return written === undefined ? [] : [[name, written]];
    });
  const all = [...named, ...(nested ?? [])];
  for (const [index, [name]] of all.entries()) {
    if (OWN_FLAGS.create[name] !== undefined) row.refuse(name, 'has a column of its own');
    else if (all.findIndex(([other]) => other === name) !== index) row.refuse(name, 'is given twice');
  }
  return all.map(([name, value]) => ({ name, value }));
}
