import type { FieldChange } from '../../model/field-change.js';
import type { Step } from '../../model/step.js';
import type { Target } from '../../model/target.js';

/** The person and credentials that made a change, as far as this machine and AWS know them. */
export interface Operator {
  readonly osUser: string | null;
  readonly host: string;
  /** The ID of the AWS access key, as in CloudTrail; null in the sandbox. It is not secret. */
  readonly accessKeyId: string | null;
}

/** The row of a run that a change belongs to. A plan that is applied is a run with the plan's ID, its changes are the rows. */
export interface RowOfRun {
  /** The run's ID: a ULID. */
  readonly id: string;
  /** The row's number in the run's input, from 1. Headers are not counted. */
  readonly row: number;
}

/** The saved plan that a change was applied from, and who made it: the operator of the record is who applied it. */
export interface PlanOrigin {
  readonly id: string;
  /** SHA-256 of the bytes of its file, in hex. */
  readonly digest: string;
  readonly createdBy: Operator;
  /** ISO 8601, UTC. */
  readonly createdAt: string;
  /** Set if the plan needed an approval, which was verified before its first change. Records of earlier versions have none. */
  readonly approval?: PlanApproval;
}

/** The two persons who signed a plan, as the signers of the context, or of the machine, name them. */
export interface PlanApproval {
  readonly plannedBy: string;
  readonly approvedBy: string;
  /** When it was approved: ISO 8601, UTC. */
  readonly approvedAt: string;
}

/** A role that a change gives to a user for a time, or whose time it ends. */
export interface RoleForATime {
  readonly role: string;
  /** When the role is to be taken back: ISO 8601, UTC. Null if the change ends its time. */
  readonly until: string | null;
}

/** What is recorded before a change is made. */
export interface Intent {
  /** The context's name, and the pool that is called. */
  readonly context: string;
  readonly poolId: string;
  readonly region: string;
  readonly endpoint: string | null;
  readonly operator: Operator;
  /** `users.disable`. */
  readonly operation: string;
  readonly target: Target;
  /** Secrets are replaced by a marker. */
  readonly fields: readonly FieldChange[];
  readonly reason: string | null;
  /** The ID of the record that this change undoes. */
  readonly undoes: string | null;
  /** Set if the change is about a role that is held for a time. Records of earlier versions have none. */
  readonly grant?: RoleForATime;
  /** Set if the change is a row of a run. */
  readonly run?: RowOfRun;
  /** Set if the change was planned before, and the plan was applied. */
  readonly plan?: PlanOrigin;
}

/** The result of a change. `unknown`: the answer was lost, and a check did not settle it. */
export type Result = 'done' | 'unchanged' | 'partly' | 'failed' | 'unknown';

/** What is recorded after a change was made, or failed. */
export interface Ending {
  readonly result: Result;
  /** The canonical name that the service gave to a new target, and a user's `sub`. */
  readonly targetId?: string;
  readonly targetSub?: string;
  /** The fields at the time of the write, for which the change was planned again. */
  readonly fields?: readonly FieldChange[];
  readonly steps?: readonly Step[];
  readonly requestIds: readonly string[];
  readonly error?: { readonly code: string; readonly message: string };
}

/** What every line of the file has. */
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

/** The line that is written before a change is made. */
export interface Started extends Link, Intent {
  readonly entry: 'started';
}

/** The line that is written when its result is known. */
export interface Finished extends Link, Ending {
  readonly entry: 'finished';
}

export type Entry = Started | Finished;
