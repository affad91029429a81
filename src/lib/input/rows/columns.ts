import type { AttributeRule } from '../../model/user-pool.js';
import { ATTRIBUTE } from '../../model/user.js';
import { visible } from '../../output/sanitise.js';
import { closest, didYouMean } from '../../text/suggestion.js';
import type { ColumnProblem, Columns } from './row.js';
import { NAMES } from './user-name.js';

/** The columns that a failures file adds to each row. They are ignored when the file is the input of the next run. */
export const ERROR_COLUMNS: readonly string[] = ['errorCode', 'errorMessage'];

/** What `users check` prints about a finding, besides the name of the user and the columns that fix it. */
const FINDING_COLUMNS = [
  'rule',
  'severity',
  'status',
  'subject',
  'expected',
  'found',
  'why',
  'fix',
  'command',
  'acceptance',
  'tenantId',
];

const ERROR_AND_FINDING_COLUMNS: readonly string[] = [...ERROR_COLUMNS, ...FINDING_COLUMNS];

/**
 * The columns of a row that say nothing about the user or a change: those of a failures file and, if the row is a finding of
 * `users check`, those of a finding.
 *
 * @param names all columns of the row, as `keyOf` returns them
 */
export function ignoredColumns(names: readonly string[]): readonly string[] {
  return isFinding(names) ? ERROR_AND_FINDING_COLUMNS : ERROR_COLUMNS;
}

/** Whether a row is what `users check` could not check, which is about the user pool and no user. */
export function isNotCheckable(names: readonly string[], valueOf: (name: string) => unknown): boolean {
  return isFinding(names) && valueOf('status') === 'notCheckable';
}

function isFinding(names: readonly string[]): boolean {
  return ['rule', 'severity', 'found'].every((name) => names.includes(name));
}

/** Attributes whose column has a name of its own, as `users list` prints it. Cognito's import file has them too. */
const OWN_KEYS = new Map<string, string>([
  [ATTRIBUTE.tenantId, 'tenantId'],
  [ATTRIBUTE.roles, 'roles'],
  [ATTRIBUTE.department, 'department'],
  [ATTRIBUTE.givenName, 'givenName'],
  [ATTRIBUTE.familyName, 'familyName'],
  [ATTRIBUTE.emailVerified, 'emailVerified'],
  ['cognito:username', 'username'],
]);

/** Of rows that only name a user. Whatever else they have is ignored. */
export const USER_COLUMNS: Columns = { keyOf: keyFinder(NAMES), check: () => [], naming: NAMES };

/**
 * Of rows that name a user and an identity at a provider. Whatever else they have is ignored.
 *
 * @param needed the columns without which no row is complete
 */
export function identityColumns(needed: readonly string[]): Columns {
  const missing = (names: readonly string[]) => needed.filter((name) => !names.includes(name));
  return {
    keyOf: keyFinder([...NAMES, 'provider', 'subject']),
    check: (names) => missing(names).map((name) => ({ problem: `the column ${name} is missing` })),
    naming: NAMES,
  };
}

/**
 * The given columns, and the pool's attributes by their stored names. A password column is refused under any spelling:
 * files are copied, mailed and kept.
 *
 * @param keys the columns that a row may have, as `users list` names them
 * @param schema the pool's attributes, by their stored names
 * @param naming the columns that can name the user
 */
export function columnsOf(
  keys: readonly string[],
  schema: readonly Pick<AttributeRule, 'name'>[],
  naming: readonly string[],
): Columns {
  const attributes = schema.map(({ name }) => name);
  const known = [...keys, ...attributes.filter((name) => !OWN_KEYS.has(name) && !keys.includes(name))];
  const allowed = new Set([...known, ...ERROR_COLUMNS]);
  const check = (names: readonly string[]) =>
    names
      .filter((name) => !allowed.has(name) && !ignoredColumns(names).includes(name))
      .map((name) => ({ column: shownColumn(name), problem: problemOf(name, keys, known) }));
  return { keyOf: keyFinder([...allowed]), check, naming };
}

/** People and spreadsheets write names in any case. Custom attributes may differ in it alone, so the exact name is first. */
function keyFinder(known: readonly string[]): Columns['keyOf'] {
  const exact = new Set(known);
  return (written) => {
    const name = written.trim();
    const own = OWN_KEYS.get(name.toLowerCase());
    if (exact.has(name)) return name;
    if (own !== undefined && exact.has(own)) return own;
    const [same, ...others] = known.filter((candidate) => candidate.toLowerCase() === name.toLowerCase());
    return same === undefined || others.length > 0 ? name : same;
  };
}

/** What is wrong with a CSV header: its names, or that none of them can name the user. */
export function headerProblems(header: readonly string[], { check, naming }: Columns): readonly ColumnProblem[] {
  const names = header.filter((name) => name !== '');
  const repeated = names.filter((name, index) => names.indexOf(name) !== index);
  if (repeated.length > 0) {
    return [...new Set(repeated)].map((name) => ({ column: shownColumn(name), problem: 'is in the header twice' }));
  }
  const problems = check(names);
  if (problems.length > 0 || names.some((name) => naming.includes(name))) return problems;
  const needed = `${naming.length === 1 ? 'The column' : 'One of the columns'} ${naming.join(', ')} names the user`;
  const wrong = names.flatMap((name) => {
    const meant = closest(name, naming);
    if (name.includes('@')) return [{ column: shownColumn(name), problem: NO_HEADER }];
    return meant === undefined
      ? []
      : [{ column: shownColumn(name), problem: `unknown column. ${didYouMean(meant)}${needed}` }];
  });
  return wrong.length > 0 ? wrong : [{ problem: `no column names the user. ${needed}` }];
}

const NO_HEADER =
  'is an address, but the first line names the columns. Add such a line; or, for one USER per line: --input-format text';

/** A column name for a message. It may be anything, including terminal escapes and a megabyte of text. */
export function shownColumn(name: string): string {
  return name === '' ? '(no name)' : visible(name.slice(0, MAX_SHOWN));
}

const MAX_SHOWN = 60;

/** As `users list`, Cognito's import file and AdminGetUser call it. */
const SET_BY_COGNITO = new Set([
  'status',
  'enabled',
  'createdAt',
  'updatedAt',
  'emailVerified',
  'email_verified',
  'cognito:mfa_enabled',
  'MFAOptions',
  'UserMFASettingList',
  'PreferredMfaSetting',
]);

function problemOf(name: string, keys: readonly string[], known: readonly string[]): string {
  if (/passw(or)?d/i.test(name)) {
    return 'passwords are never read from a file. Remove the column: Cognito mails an invitation';
  }
  if (name.includes('@')) return NO_HEADER;
  if (SET_BY_COGNITO.has(name)) return 'Cognito sets it. Remove the column';
  // Every list of users has the tenant: it must not move somebody by itself.
  const isTenant = [ATTRIBUTE.tenantId, 'tenantId'].some((one) => one.toLowerCase() === name.toLowerCase());
  if (isTenant && keys.includes('moveToTenant')) return 'does not move a user. Remove the column, or use moveToTenant';
  if (name === 'attributes') return 'each attribute has a column of its own. Remove the column';
  const meant = known.find((candidate) => candidate === `custom:${name}`) ?? closest(name, known);
  // Cognito has many standard attributes; an administrator who needs one knows its name.
  const listed = known.filter(
    (column) => column.startsWith('custom:') || (keys.includes(column) && !column.includes(':')),
  );
  return `unknown column. ${didYouMean(meant)}Columns: ${listed.join(', ')}`;
}
