import type { AdminError } from '../errors.js';
import { defined } from '../model/defined.js';
import type { Step } from '../model/step.js';
import type { Change, Plan } from './change.js';

/** The result of carrying a change out, or of a dry run. */
export interface Outcome {
  /** The plan as it was when it was applied. */
  readonly plan: Plan;
  readonly changed: boolean;
  readonly dryRun: boolean;
  /** AWS's IDs of the requests that wrote. */
  readonly requestIds: readonly string[];
  readonly warnings: readonly string[];
  /** The result of each step, if the change has several. */
  readonly steps?: readonly Step[];
  /** The ID of the record in the history. */
  readonly recordId?: string;
  /** A generated password, to be shown once. */
  readonly password?: string;
  /** Why the change, or some of its steps, failed; or why it could not be verified. */
  readonly error?: AdminError;
  /** One of several changes, which were stopped before it was started. */
  readonly isNotStarted?: true;
}

/** The outcome of a change that wrote nothing. */
export function unchangedOutcome(change: Change): Outcome {
  return { plan: planOf(change), changed: false, dryRun: false, requestIds: [], warnings: change.warnings ?? [] };
}

/** The data of a change, without its functions. Typed so that no key of a plan is forgotten. */
export function planOf(change: Change): Plan {
  const { operation, target, fields, doneMessage, unchangedMessage } = change;
  const { disruption, irreversible, handsOver, undoes, grant, sendsMail, movesTenant, notes } = change;
  const required = { operation, target, fields, doneMessage, unchangedMessage };
  const optional: { [Key in Exclude<keyof Plan, keyof typeof required>]-?: Plan[Key] | undefined } = {
    disruption,
    irreversible,
    handsOver,
    undoes,
    grant,
    sendsMail,
    movesTenant,
    notes,
  };
  return { ...required, ...defined(optional) };
}
