import { fieldName } from '../../users/attributes/attribute-fields.js';
import type { NewUser } from '../../users/attributes/new-user.js';
import { importLine, unwritable } from './csv-dialect.js';

/** What an import cannot take of a user. */
export interface CellProblem {
  /** As a row calls it. */
  readonly column: string;
  readonly problem: string;
}

/** What the pool says of its import file. */
export interface ImportColumns {
  /** The columns, in the pool's order (GetCSVHeader). */
  readonly header: readonly string[];
  readonly requiresMfa: boolean;
}

/** Characters that a user name, and a whole row, may have (Developer Guide, "Formatting the CSV file"). */
const MAX_USERNAME = 128;
const MAX_ROW = 16_000;

/** A user as the cells of a row under the pool's header; or all that is wrong with them. */
export function importCells(
  user: NewUser,
  columns: ImportColumns,
): { readonly cells: readonly string[]; readonly problems: readonly CellProblem[] } {
  const problems = [...user.values].flatMap(([column, value]): CellProblem[] => {
    const problem = columns.header.includes(column) ? problemOf(column, value ?? '') : NO_COLUMN;
    return problem === undefined ? [] : [{ column: fieldName(column), problem }];
  });
  const cells = columns.header.map((column) => cell(column, user, columns));
  // The line feed is none of it.
  const length = importLine(cells).length - 1;
  if (length <= MAX_ROW) return { cells, problems };
  const tooLong = `takes ${length} characters in an import file, where Cognito takes ${MAX_ROW} a row`;
  return { cells, problems: [...problems, { column: 'email', problem: tooLong }] };
}

const NO_COLUMN = "is not in the header of the pool's import file (GetCSVHeader)";

function problemOf(column: string, value: string): string | undefined {
  if (column === 'email' && value.length > MAX_USERNAME) {
    return `is longer than the ${MAX_USERNAME} characters that an imported user name may have`;
  }
  if (column === 'birthdate' && asImported(value) === undefined) {
    return 'is not a date as in 1985-02-28';
  }
  return unwritable(value);
}

/**
 * What a column holds of a user. In an email sign-in pool the user name is the address, and Cognito makes its own. MFA
 * has to be what the pool demands, and is the user's own choice later where it demands none.
 */
function cell(column: string, { email, values }: NewUser, { requiresMfa }: ImportColumns): string {
  if (column === 'cognito:username') return email;
  if (column === 'cognito:mfa_enabled') return String(requiresMfa);
  const value = values.get(column);
  if (column === 'birthdate') return asImported(value ?? '') ?? '';
  return value ?? '';
}

/** A date as import files write it, `02/28/1985`, other than every API of Cognito. */
function asImported(date: string): string | undefined {
  if (date === '' || /^\d{2}\/\d{2}\/\d{4}$/.test(date)) return date;
  const [, year, month, day] = /^(\d{4})-(\d{2})-(\d{2})$/.exec(date) ?? [];
  return year === undefined || month === undefined || day === undefined
    ? undefined
    : `${month}/${day}/${year}`;
}
