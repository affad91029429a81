/** One row of the input: what it holds by key, and where it stands. */
export interface Row {
  /** The line that it starts on, from 1. */
  readonly line: number;
  readonly values: Readonly<Record<string, string>>;
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
