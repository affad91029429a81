/** operations/ holds what a run can do with the rows of its input: one function for each command that takes --from. */
import type { Change, ChangeOperation } from '../../changes/change.js';
import type { Directory } from '../../directory.js';
import type { AdminError } from '../../errors.js';
import type { Row, RowRules } from '../../input/rows/row.js';

/** What a run does with each row of its input. */
export interface RowOperation extends RowRules {
  readonly operation: ChangeOperation;
  /**
   * The flags that decide what is done: a run is resumed with the same ones only. Hashed into the key of the run, so its
   * keys and their order must not change between versions.
   */
  readonly intent: object;
  /** Whether it creates the user, so that there is none to look up. */
  readonly creates: boolean;
  /**
   * Plans the change of a row.
   *
   * @param targetId the canonical name of the user, if an earlier plan found it
   */
  readonly plan: (directory: Directory, row: Row, targetId?: string) => Promise<Change>;
  /** A text to show before a run of so many rows is confirmed. */
  readonly advice?: (directory: Directory, rows: number) => string | undefined;
  readonly recovery: Recovery;
}

/** How a resumed run handles a row whose outcome is unknown because the run was interrupted during it. */
export type Recovery =
  /** It makes the change again: that does no harm, or the outcome cannot be read. */
  | { readonly kind: 'repeat' }
  /** It reads whether the change was made. `isDone` says whether an error of the plan means that it was. */
  | { readonly kind: 'look'; readonly isDone?: (error: AdminError) => boolean }
  /** It plans what is left to do after what the interrupted attempt may have made. */
  | { readonly kind: 'complete'; readonly plan: (directory: Directory, row: Row) => Promise<Change> };
