import type { ColumnCheck } from './column-check.js';
import type { Row, RowProblem } from './row.js';

/** What the rows of an input have to look like, and whom each is about. */
export interface RowRules {
  /** The key that a plain line of text stands for. */
  readonly textKey: string;
  /** Checks the columns of an input as a whole. */
  readonly checkColumns?: ColumnCheck;
  /** The problems of one row, as far as the row alone shows them. */
  readonly check: (row: Row) => readonly RowProblem[];
  /** The name of the user that a row is about, as written: two rows with the same name are duplicates. */
  readonly nameOf: (row: Row) => string;
  /** Whether two names that differ only in case are two users; true where that is not known. */
  readonly caseSensitive: boolean;
  /** Whether a row holds more than a name, so that two rows of one user may contradict each other. */
  readonly saysMore: boolean;
}
