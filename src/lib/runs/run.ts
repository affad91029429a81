import type { Readable } from 'node:stream';

import type { Consent } from '../changes/consent.js';
import type { Plan } from '../changes/change.js';
import type { Outcome } from '../changes/outcome.js';
import type { PlanSummary } from '../changes/plan-summary.js';
import type { Directory } from '../directory.js';
import type { AdminError } from '../errors.js';
import type { PlanOrigin } from '../history/file/entry.js';
import type { InputFormat } from '../input/decode/input-format.js';
import type { Row } from '../input/rows/row.js';
import type { ValidatedInput } from '../input/validate-input.js';
import type { RowOperation } from './operations/row-operation.js';
import type { PreviousAttempt } from './resume/previous-attempt.js';
import type { InterruptedRun, RunFolder } from './resume/run-folder.js';

/** The input of a run, and its flags. */
export interface RunOptions extends Consent {
  readonly input: {
    /** The file's absolute path, or `-` for stdin. `--resume` finds a run by it. */
    readonly name: string;
    readonly format: InputFormat;
    readonly open: () => Promise<Readable>;
  };
  readonly skipInvalid: boolean;
  readonly dryRun: boolean;
  /** Whether an interrupted run is resumed: yes, no, or if there is one. */
  readonly resume: boolean | 'if-interrupted';
  readonly reason: string | undefined;
  /** Rows in progress at once. */
  readonly width: number;
  /** Yield the outcomes in the order of the input. */
  readonly ordered: boolean;
  /** Start no further row once more rows than this have failed. */
  readonly maxFailures: number | undefined;
  /** Absolute paths. */
  readonly credentials: string | undefined;
  readonly failures: string | undefined;
  /** Once it aborts, no further row is started; the rows in progress finish. */
  readonly stop: AbortSignal;
  readonly warn: (text: string) => void;
  /** The saved plan that the run carries out. The run has its ID, and is resumed if it was interrupted. */
  readonly plan?: PlanOfRun | undefined;
  /** Shows the progress of a phase until the returned function is called. */
  readonly showProgress: (phase: Phase) => () => void;
}

export interface PlanOfRun {
  readonly origin: PlanOrigin;
  /**
   * Compares what is planned for a row with what was saved.
   *
   * @param n the row's number
   * @param wasStarted whether an attempt at the plan has started the row, and may have made a part of it
   * @returns a sentence on what differs; undefined if nothing does
   */
  readonly whatMoved: (n: number, fresh: Plan, wasStarted: boolean) => string | undefined;
}

/** A part of a run before its first change. */
export interface Phase {
  readonly label: string;
  /** Items processed so far. */
  done: number;
  /** Absent if it is not known in advance. */
  readonly total?: number;
}

/** A run that was planned and confirmed. Its rows are executed as `outcomes` is read. */
export interface StartedRun {
  readonly runId: string;
  readonly summary: PlanSummary;
  readonly counts: Readonly<Counts>;
  readonly outcomes: AsyncGenerator<RowOutcome, void, undefined>;
}

/** The outcome of one row. `isNotStarted` is set if the run stopped before the row was started. */
export interface RowOutcome extends Outcome {
  /** The row's number in the input, from 1. */
  readonly n: number;
  readonly row: Row;
}

/** How many rows of a run have which outcome so far. */
export interface Counts {
  /** Rows of the input without those that are skipped. */
  total: number;
  /** Rows that are invalid, or that repeat a user. */
  skipped: number;
  /** Rows that previous attempts completed. */
  completedBefore: number;
  changed: number;
  unchanged: number;
  failed: number;
}

export interface RunResult {
  readonly summary: PlanSummary;
  readonly counts: Readonly<Counts>;
  readonly runId: string;
  /** Why rows were left for `--resume`; undefined if every row was executed. */
  readonly stopReason: AdminError | undefined;
  /** Whether `--resume` has rows to execute. */
  readonly isResumable: boolean;
}

/** One attempt at a run, after its input was read: the first, or one that `--resume` started. */
export interface RunState {
  readonly directory: Directory;
  readonly operation: RowOperation;
  readonly options: RunOptions;
  readonly folder: RunFolder;
  /** A ULID: the folder's, or that of the plan. The history records each row under it. */
  readonly runId: string;
  /** The run being resumed, as its last attempt left it. */
  readonly interrupted: InterruptedRun | undefined;
  readonly previousAttempt: PreviousAttempt;
  readonly input: ValidatedInput;
}
