import type { Change, ChangeOperation } from '../../changes/change.js';
import type { Directory } from '../../directory.js';
import type { AdminError } from '../../errors.js';
import type { Row, RowRules } from '../../input/rows/row.js';

/** What a run does with each row of its input. */
export interface RowOperation extends RowRules {
  readonly operation: ChangeOperation;
  /** The flags that decide what is done: a run is resumed with the same ones only. */
  readonly intent: object;
  /** Whether it creates the user, so that there is none to find. */
  readonly creates: boolean;
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
