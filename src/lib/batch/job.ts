import type { Change, ChangeOperation } from '../changes/change.js';
import type { Directory } from '../directory.js';
import type { AdminError } from '../errors.js';
import type { ColumnCheck } from './column-check.js';
import type { Row, RowProblem } from './row.js';

/** What is done with each row of an input. */
export interface Job {
  readonly operation: ChangeOperation;
  /** The key that a plain line of text stands under. */
  readonly textKey: string;
  /** The flags that decide what is done: a run is gone on with by the same ones. */
  readonly intent: object;
  /** Whether it makes the user, so that there is none to find. */
  readonly creates: boolean;
  /** What the columns of an input are held against. */
  readonly checkColumns?: ColumnCheck;
  /** What a row says, or what is wrong with it, as far as the row alone tells. */
  readonly check: (row: Row) => readonly RowProblem[];
  /** Whom a row is about, as it is written: two rows that say the same are one. */
  readonly nameOf: (row: Row) => string;
  /** Whether two spellings of a name that differ in case alone are two users; true where it is not known. */
  readonly caseSensitive: boolean;
  /** Whether a row says more than whom it is about, so that two of one user may say different things. */
  readonly saysMore: boolean;
  /**
   * Plans the change that a row asks for.
   *
   * @param target the canonical name of the user, where an earlier plan has found it
   */
  readonly plan: (directory: Directory, row: Row, target?: string) => Promise<Change>;
  /** What to tell before so many rows are agreed to. */
  readonly advice?: (directory: Directory, rows: number) => string | undefined;
  /** What is done about a row that a crash left unknown. */
  readonly recovery: Recovery;
}

export type Recovery =
  /** Doing it again does no harm, or is the only way to know. */
  | { readonly kind: 'repeat' }
  /** Looking shows whether it was done. */
  | { readonly kind: 'look'; readonly isDone?: (error: AdminError) => boolean }
  /** Plans what is left to do, on what an earlier attempt may have made. */
  | { readonly kind: 'complete'; readonly plan: (directory: Directory, row: Row) => Promise<Change> };
