import type { AdminError } from '../errors.js';
import type { Change, Plan } from './change.js';
import type { Step } from '../model/step.js';

/** What became of a change. */
export interface Outcome {
  /** What was carried out, or would be: the plan as it was when it was applied. */
  readonly plan: Plan;
  readonly changed: boolean;
  readonly dryRun: boolean;
  /** AWS's IDs of the requests that wrote. */
  readonly requestIds: readonly string[];
  readonly warnings: readonly string[];
  /** What became of each step, where the change has several. */
  readonly steps?: readonly Step[];
  /** The ID of the record in the history. */
  readonly recordId?: string;
  /** A generated password, to be shown once. */
  readonly password?: string;
  /** Why it was not carried out, where it is one of several; why some of it was not; why it could not be proven. */
  readonly error?: AdminError;
  /** It is one of several, and they were ended before it was begun. */
  readonly isNotStarted?: true;
}

/** The outcome of a change that wrote nothing. */
export function untouched(change: Change): Outcome {
  return { plan: planOf(change), changed: false, dryRun: false, requestIds: [], warnings: [] };
}

/** The data of a change, without the means to carry it out. */
export function planOf(change: Change): Plan {
  const { operation, target, fields, doneMessage, unchangedMessage } = change;
  const { disruption, irreversible, undoes, sendsMail, movesTenant, notes } = change;
  const optional = { disruption, irreversible, undoes, sendsMail, movesTenant, notes };
  const present = Object.fromEntries(Object.entries(optional).filter(([, value]) => value !== undefined));
  return { operation, target, fields, doneMessage, unchangedMessage, ...present };
}
