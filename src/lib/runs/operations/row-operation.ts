/** operations/ holds what a run can do with the rows of its input: one function for each command that takes --from. */
import type { Change, ChangeOperation } from '../../changes/change.js';
import type { Directory } from '../../directory.js';
import type { AdminError } from '../../errors.js';
import type { Row, RowRules } from '../../input/rows/row.js';
import type { NumberedRow } from '../../input/validate-input.js';
import type { AddressBook } from '../../model/address-book.js';

/** What a run does with each row of its input. */
export interface RowOperation extends RowRules {
  readonly operation: ChangeOperation;
  /**
   * The flags that decide what is done: a run is resumed with the same ones only. Hashed into the key of the run, so its
   * keys and their order must not change between versions.
   */
  readonly intent: object;
  /** What all rows are together, for the question; default: the operation, and how many users. */
  readonly title?: string;
  /** What has to be typed to confirm it, in any user pool; `--yes` is not enough then. */
  readonly typed?: string;
  /** Why its changes cannot come from a plan that somebody has approved, as a sentence; absent if they can. */
  readonly withoutPlan?: string;
  /** Whether it creates the user, so that there is none to look up. */
  readonly creates: boolean;
  /**
   * Plans the change of a row.
   *
   * @param targetId the canonical name of the user, if an earlier plan found it
   */
  readonly plan: (directory: Directory, row: Row, targetId?: string) => Promise<Change>;
  /**
   * Makes other rows of those of the input, if they are not what is worked on one by one: those for whom there is something
   * to do, whether the input names them or not. A resumed run, and a saved plan, have the rows that were derived at first.
   */
  readonly derive?: (directory: Directory, input: DerivedInput) => Promise<DerivedRows>;
  /** A text to show before a run of so many rows is confirmed. */
  readonly advice?: (directory: Directory, rows: number) => string | undefined;
  readonly recovery: Recovery;
}

/** What rows are derived from. */
export interface DerivedInput {
  /** The checked rows of the input. */
  readonly rows: AsyncIterable<NumberedRow>;
  /** Its `done` is kept at the number of users read so far. */
  readonly progress: { done: number };
  /** Once it aborts, nothing more is read. */
  readonly stop: AbortSignal;
}

/** What a run works on in place of the rows of its input. */
export interface DerivedRows {
  /** In the order in which they are worked on. `line` is 0 for somebody whom the input does not name. */
  readonly rows: readonly Row[];
  /** How many of the input need no change. They count as unchanged. */
  readonly unchanged: number;
  /** What was compared, for the summary of the plans: lines of text. */
  readonly about: readonly string[];
  /** The addresses of the pool, as far as the rows name them. */
  readonly addresses: AddressBook;
}

/** How a resumed run handles a row whose outcome is unknown because the run was interrupted during it. */
export type Recovery =
  /** It makes the change again: that does no harm, or the outcome cannot be read. */
  | { readonly kind: 'repeat' }
  /** It reads whether the change was made. */
  | { readonly kind: 'look'; readonly isDone?: IsDone }
  /** It plans what is left to do after what the interrupted attempt may have made. */
  | {
      readonly kind: 'complete';
      readonly plan: (directory: Directory, row: Row) => Promise<Change>;
      readonly isDone?: IsDone;
    };

/** Whether an error of the plan means that the change was made. */
type IsDone = (error: AdminError, row: Row) => boolean;
