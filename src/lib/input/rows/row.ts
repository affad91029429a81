/**
 * `rows/` says what a row of each kind of input may hold: this file has the types, `columns.ts` the column names,
 * `creation-row.ts` and `attributes-row.ts` the rows of users to create and of attributes to set. Every check returns
 * problems with line and column instead of throwing, so that one pass finds all of them.
 */
import type { AdminError } from '../../errors.js';

/**
 * The value of one column: text, several texts, attributes by name, or null, which only JSON can give. An empty CSV cell
 * has no value.
 */
export type RowValue = string | null | readonly string[] | Readonly<Record<string, string>>;

/** One row of the input. */
export interface Row {
  /** The line on which it starts, from 1. */
  readonly line: number;
  readonly values: Readonly<Record<string, RowValue>>;
  /** The cells of CSV or the object of JSON that it was read from, to write the row to a failures file unchanged. */
  readonly original?: readonly string[] | Readonly<Record<string, unknown>>;
}

/** What is wrong with a row, or with the input as a whole. */
export interface RowProblem {
  readonly line: number;
  /** The invalid column, if it is one column. */
  readonly column?: string;
  readonly problem: string;
  /**
   * What is wrong if it is not one row: the header; the rest of the input, which cannot be read beyond this line, so that it is
   * unknown how many rows follow; or that there is nothing.
   */
  readonly about?: 'header' | 'rest' | 'empty';
}

/** What reading one row gave: the row, or everything that is wrong with it. */
export type ReadRow = Row | readonly RowProblem[];

/** What is wrong with a column because of its name. */
export interface ColumnProblem {
  /** Absent if a column is missing. */
  readonly column?: string;
  readonly problem: string;
}

/** The columns that an input may have: those of a CSV header, and the keys of a JSON object. */
export interface Columns {
  /** The name by which rows hold the values of a column, however it is written. An unknown name stays as it is. */
  readonly keyOf: (written: string) => string;
  /** All problems of names as `keyOf` returns them, in their order. */
  readonly check: (names: readonly string[]) => readonly ColumnProblem[];
  /** The columns that can name the user. A CSV header needs one of them. */
  readonly naming: readonly string[];
}

/** What the rows of an input have to look like. */
export interface RowRules {
  /** The column that a plain line of text is the value of. */
  readonly textKey: string;
  readonly columns: Columns;
  /** The problems of one row that can be found without other rows and without the service. */
  readonly check: (row: Row) => readonly RowProblem[];
  /** The name of the user, as written: two rows with the same name are duplicates. */
  readonly nameOf: (row: Row) => string;
  /** The address that a row gives its user, if rows can: see `NewEmails`. */
  readonly newEmailOf?: (row: Row) => string | undefined;
  /** Whether two names that differ only in case are two users; true if that is not known. */
  readonly caseSensitive: boolean;
  /** Whether a row has values besides the name, so that two rows of one user may contradict each other. */
  readonly hasValues: boolean;
}

/** Whether reading a row gave problems and not what the row asks for. */
export function isProblems(read: object): read is readonly RowProblem[] {
  return Array.isArray(read);
}

/** An error of a convention as the problem of a row: what is wrong, then what to do about it, in one line. */
export function rowProblem(line: number, column: string, { message, hint }: AdminError): RowProblem {
  const problem = hint === undefined ? message : `${message}. ${hint.replaceAll('\n', ' ')}`;
  return { line, column, problem };
}
