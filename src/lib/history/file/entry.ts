import type { FieldChange } from '../../model/field-change.js';
import type { Step } from '../../model/step.js';
import type { Target } from '../../model/target.js';

/** Who made a change, as far as this machine and AWS tell. */
export interface Operator {
  readonly osUser: string | null;
  readonly host: string;
  /** Names the AWS credentials, as CloudTrail does; null in the sandbox. It is no secret. */
  readonly accessKeyId: string | null;
}

/** Which part of which batch a change is. */
export interface RowOfRun {
  /** The run's ID: a ULID. */
  readonly id: string;
  /** The row's number in the run's input, from 1; a header counts for nothing. */
  readonly row: number;
}

/** What is known of a change before it is made. */
export interface Intent {
  /** The context's name, and the pool that was really called. */
  readonly context: string;
  readonly poolId: string;
  readonly region: string;
  readonly endpoint: string | null;
  readonly operator: Operator;
  /** `users.disable`. */
  readonly operation: string;
  readonly target: Target;
  /** Secrets are never in a field: a marker stands for them. */
  readonly fields: readonly FieldChange[];
  readonly reason: string | null;
  /** The ID of the record that this change undoes. */
  readonly undoes: string | null;
  /** Only where the change is one row of a batch. */
  readonly run?: RowOfRun;
}

/** How a change ended. `unknown`: the answer was lost, and looking it up did not tell. */
export type Result = 'done' | 'unchanged' | 'partly' | 'failed' | 'unknown';

/** What is known of a change after it was made, or was not. */
export interface Ending {
  readonly result: Result;
  /** The canonical name that the service gave to a target that it made, and a user's `sub`. */
  readonly targetId?: string;
  readonly targetSub?: string;
  /** As they were at the write, where the change was planned anew on what stood then. */
  readonly fields?: readonly FieldChange[];
  readonly steps?: readonly Step[];
  readonly requestIds: readonly string[];
  readonly error?: { readonly code: string; readonly message: string };
}

/** What every line of the file has beside what it tells. */
interface Link {
  readonly v: 1;
  /** The number of the line, from 1. */
  readonly n: number;
  /** SHA-256 of the line before, in hex; zeros in the first. */
  readonly prev: string;
  /** The change's ID, which sorts by time: a ULID. */
  readonly id: string;
  /** ISO 8601, UTC. */
  readonly at: string;
}

export interface Started extends Link, Intent {
  readonly entry: 'started';
}

export interface Finished extends Link, Ending {
  readonly entry: 'finished';
}

export type Entry = Started | Finished;
