import type { Readable } from 'node:stream';

import type { Consent } from '../changes/consent.js';
import type { PlanSummary } from '../changes/plan-summary.js';
import type { Directory } from '../directory.js';
import type { AdminError } from '../errors.js';
import type { PreviousAttempt } from './resume/previous-attempt.js';
import type { InputFormat } from '../input/decode/input-format.js';
import type { RowOperation } from './operations/row-operation.js';
import type { RunFolder, InterruptedRun } from './resume/run-folder.js';
import type { RowOutcome } from './execute/execute-rows.js';
import type { ValidatedInput } from '../input/validate-input.js';

/** What a run is asked to do with its rows, and how it is to go. */
export interface RunOptions extends Consent {
  readonly input: {
    /** By what a run is found again: the file's absolute path, or `-`. */
    readonly name: string;
    readonly format: InputFormat;
    readonly open: () => Promise<Readable>;
  };
  readonly skipInvalid: boolean;
  readonly dryRun: boolean;
  readonly resume: boolean;
  readonly reason: string | undefined;
  /** Rows under way at once. */
  readonly width: number;
  readonly ordered: boolean;
  /** Failed rows after which no further one is begun. */
  readonly maxFailures: number | undefined;
  /** Absolute paths. */
  readonly credentials: string | undefined;
  readonly failures: string | undefined;
  /** Aborts when no further row is to be begun; what is under way ends in its own time. */
  readonly stop: AbortSignal;
  /** Warns of what a person should know. */
  readonly caution: (text: string) => void;
  /** Shows how far a phase is that may take long, until what it returns is called. */
  readonly watch: (phase: Phase) => () => void;
}

/** A part of a run before its first change. */
export interface Phase {
  readonly label: string;
  /** Things of its kind that are done with. */
  done: number;
  /** How many there are, where that is known. */
  readonly total?: number;
}

/** A run of many changes, whose rows are done as the outcomes are asked for. */
export interface StartedRun {
  readonly runId: string;
  readonly summary: PlanSummary;
  readonly counts: Readonly<Counts>;
  readonly outcomes: AsyncGenerator<RowOutcome, void, undefined>;
}

/** What has become of the rows so far. */
export interface Counts {
  /** Rows that this part of the run has to see to. */
  total: number;
  /** Rows that earlier parts of the run have done. */
  completedBefore: number;
  changed: number;
  unchanged: number;
  failed: number;
}

/** How a run ended: `left` says why rows were left for `--resume`. */
export interface RunResult {
  readonly counts: Readonly<Counts>;
  readonly runId: string;
  readonly left: AdminError | undefined;
  /** Whether `--resume` has anything to do. */
  readonly isResumable: boolean;
}

/** One part of a run: from its beginning, or from where an earlier part left it. */
export interface RunState {
  readonly directory: Directory;
  readonly job: RowOperation;
  readonly options: RunOptions;
  readonly folder: RunFolder;
  /** The run that is gone on with, as its last part left it. */
  readonly unfinished: InterruptedRun | undefined;
  readonly earlier: PreviousAttempt;
  /** The whole input. */
  readonly taken: ValidatedInput;
}
