import { AdminError } from '../../errors.js';
import type { Columns, ReadRow, Row, RowProblem } from '../../input/rows/row.js';
import { textOf } from '../../input/rows/row-values.js';
import { type HashAlgorithm, parsePasswordHash } from '../../model/imports/password-hash.js';
import { quoted } from '../../text/quoted.js';

/** The column of an input that holds the hashes of passwords, and how they were made. */
export interface HashColumn {
  readonly algorithm: HashAlgorithm;
  readonly column: string;
}

/**
 * The columns of users, and the one with the hashes.
 *
 * @throws AdminError USAGE if the column is already one of a user
 */
export function withHashColumn(columns: Columns, { column }: HashColumn): Columns {
  if (columns.check([...columns.naming, columns.keyOf(column)]).length === 0) {
    throw new AdminError('USAGE', `--hash-column ${quoted(column)} is a column with another meaning`, {
      hint: 'Nothing was changed. Name the column that holds the password hashes.',
    });
  }
  return {
    naming: columns.naming,
    keyOf: (written) => (written.trim() === column ? column : columns.keyOf(written)),
    check: (names) => {
      const problems = columns.check(names.filter((name) => name !== column));
      return names.includes(column) ? problems : [...problems, { column, problem: 'the column is missing' }];
    },
  };
}

/**
 * Takes the hash out of a row, so that nothing else sees it.
 *
 * @returns the row without it, and the hash; or what is wrong with the hash. AWS does not document what an import makes of a
 *   user without a hash, so there has to be one.
 */
export function takeHash(
  { values, line }: Row,
  { algorithm, column }: HashColumn,
): { readonly row: ReadRow; readonly hash?: string } {
  const { [column]: value, ...others } = values;
  const hash = textOf(value);
  if (hash === undefined) return { row: [{ line, column, problem: IS_MISSING }] };
  const parts = parsePasswordHash(hash, algorithm);
  return typeof parts === 'string'
    ? { row: [{ line, column, problem: parts }] }
    : { row: { line, values: others }, hash };
}

const IS_MISSING = 'is missing. Import users without a hash by a job of their own';

/**
 * Problems without what may be a hash, or a part of one: a header that is missing, or a comma without quotes, makes a hash
 * the value of another column, which messages quote. Problems of the column itself never hold one.
 */
export function hideHashes(problems: readonly RowProblem[], { column: own }: HashColumn): readonly RowProblem[] {
  return problems.map((one) => {
    const { column, problem } = one;
    if (column === own) return one;
    return { ...one, ...(column !== undefined && { column: hidden(column) }), problem: hidden(problem) };
  });
}

/** Every encoding of a hash has dollar signs. */
function hidden(text: string): string {
  return text.replaceAll(/[^\s"']*\$[^\s"']*/g, '(hidden)');
}
