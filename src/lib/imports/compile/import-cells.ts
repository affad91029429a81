import { fieldName } from '../../users/attributes/attribute-fields.js';
import type { NewUser } from '../../users/attributes/new-user.js';
import { HASH_COLUMN } from '../../model/imports/password-hash.js';
import type { ColumnProblem } from '../../input/rows/row.js';

/** What the pool requires of its import file. */
export interface ImportColumns {
  /** The columns, in the pool's order (GetCSVHeader). */
  readonly header: readonly string[];
  readonly requiresMfa: boolean;
}

/** Characters that a user name, and a whole row, may have (Developer Guide, "Formatting the CSV file"). */
const MAX_USERNAME = 128;
const MAX_ROW = 16_000;

/**
 * A user as the cells of a row under the pool's header, and the values that an import file cannot hold.
 *
 * @param hash the hash of the password, for the column of that name
 */
export function importCells(
  user: NewUser,
  columns: ImportColumns,
  hash = '',
): { readonly cells: readonly string[]; readonly problems: readonly ColumnProblem[] } {
  const problems = [...user.values].flatMap(([column, value]): ColumnProblem[] => {
    const problem = columns.header.includes(column) ? problemOf(column, value ?? '') : NO_COLUMN;
    return problem === undefined ? [] : [{ column: fieldName(column), problem }];
  });
  const cells = columns.header.map((column) => (column === HASH_COLUMN ? hash : cell(column, user, columns)));
  const length = importLine(cells).length - '\n'.length;
  if (length <= MAX_ROW) return { cells, problems };
  const tooLong = `makes a row of ${length} characters in the import file; Cognito allows ${MAX_ROW}`;
  return { cells, problems: [...problems, { column: 'email', problem: tooLong }] };
}

const NO_COLUMN = "is not in the header of the pool's import file (GetCSVHeader)";

function problemOf(column: string, value: string): string | undefined {
  if (column === 'email' && value.length > MAX_USERNAME) {
    return `is longer than the ${MAX_USERNAME} characters that an imported user name may have`;
  }
  return unwritable(value);
}

/**
 * The value of a column for a user. In a pool with email sign-in the address goes into the user name column, and Cognito
 * generates the user name. MFA must be on if the pool requires it, and is otherwise left for the user to choose.
 */
function cell(column: string, { email, values }: NewUser, { requiresMfa }: ImportColumns): string {
  if (column === 'cognito:username') return email;
  if (column === 'cognito:mfa_enabled') return String(requiresMfa);
  const value = values.get(column);
  return column === 'birthdate' ? asImported(value ?? '') : (value ?? '');
}

/** A date of the calendar in the form of import files, `02/28/1985`, which differs from that of every Cognito API. */
function asImported(date: string): string {
  const [year, month, day] = date.split('-');
  return day === undefined ? '' : `${month}/${day}/${year}`;
}

/**
 * A record in Cognito's dialect of CSV, with its line feed. It differs from RFC 4180: nothing is quoted, and a comma in a
 * value has a backslash in front (Developer Guide, "Creating the user import CSV file").
 *
 * @param values of which `unwritable` finds nothing
 */
export function importLine(values: readonly string[]): string {
  return `${values.map((value) => value.replaceAll(',', '\\,')).join(',')}\n`;
}

/** The values of a line that `importLine` wrote, without its line feed. */
export function cellsOf(line: string): string[] {
  return line.split(/(?<!\\),/).map((cell) => cell.replaceAll('\\,', ','));
}

/** Why the dialect cannot hold a value; `undefined` if it can. */
export function unwritable(value: string): string | undefined {
  if (/[\r\n]/.test(value)) return `has a line break, ${CANNOT_HOLD}`;
  if (/\p{Cc}/u.test(value)) return `has control characters, ${CANNOT_HOLD}`;
  // AWS documents neither of these two, and a user with a changed value is worse than a refused row.
  if (value.includes('\\')) return `has a backslash, ${CANNOT_HOLD}`;
  if (value.includes('"')) return `has a quotation mark, ${CANNOT_HOLD}`;
  if (value.trim() !== value) return "starts or ends with white space, which Cognito's import removes";
  return undefined;
}

const CANNOT_HOLD = "which Cognito's import files cannot hold. Remove it, or create this user with users create";
