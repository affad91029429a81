import type { AdminError } from '../../errors.js';

/**
 * What one key of a row holds: a text, several, attributes by their names, or expressly nothing, as JSON alone can say.
 * An empty CSV cell is no value at all.
 */
export type RowValue = string | null | readonly string[] | Readonly<Record<string, string>>;

/** One row of the input: what it holds by key, and where it stands. */
export interface Row {
  /** The line that it starts on, from 1. */
  readonly line: number;
  readonly values: Readonly<Record<string, RowValue>>;
  /** What it was read from, so that it can be written again as it was: the cells of CSV, or the object of JSON. */
  readonly original?: readonly string[] | Readonly<Record<string, unknown>>;
}

/** What is wrong with a row, or with the input as a whole. */
export interface RowProblem {
  readonly line: number;
  /** The key that is wrong, where it is one. */
  readonly column?: string;
  readonly problem: string;
}

export function isProblem(row: Row | RowProblem): row is RowProblem {
  return 'problem' in row;
}

/** Whether reading a row gave problems and not what the row asks for. */
export function isProblems(read: object): read is readonly RowProblem[] {
  return Array.isArray(read);
}

/** An error of a convention as the problem of a row: what is wrong, then what to do about it, in one line. */
export function rowProblem(line: number, column: string, { message, hint }: AdminError): RowProblem {
  return {
    line,
    column,
    problem: hint === undefined ? message : `${message}. ${hint.replaceAll('\n', ' ')}`,
  };
}
