import { carryOut as carryOutChanges } from '../changes/carry-out.js';
import { type Change as Planned, type ChangeOperation, isUnchanged } from '../changes/change.js';
import { outcomeJson, outcomeText } from '../changes/change-view.js';
import type { Consent } from '../changes/consent.js';
import type { Outcome as Result } from '../changes/outcome.js';
import { AdminError } from '../errors.js';
import { type FieldChange, type FieldValue, movedFields } from '../model/field-change.js';
import type { Step } from '../model/step.js';
import type { Target } from '../model/target.js';
import { type Directory, opened } from './handle.js';

/**
 * A change that was planned and not made: plain data. Nothing is written before it is given to `carryOut`, which plans it
 * again on the state of that moment.
 */
export interface Change {
  readonly operation: ChangeOperation;
  readonly target: Target;
  /** The fields that change, with their values before and after. Secrets are replaced by a marker. */
  readonly fields: readonly ChangedField[];
  /** Whether there is nothing to do. */
  readonly isUnchanged: boolean;
  /** What the change does to people, if it is disruptive and so needs a confirmation. */
  readonly disruption: string | null;
  /** Why the change cannot be undone, if it cannot. */
  readonly irreversible: string | null;
  /** What may be a mistake in what was asked for. */
  readonly warnings: readonly string[];
}

/** A field before and after a change. */
export interface ChangedField {
  readonly field: string;
  readonly before: FieldValue;
  readonly after: FieldValue;
}

/** What a confirmation is about. */
export interface Question {
  /** The question, such as `users disable ana@example.com in context prod. Continue?` */
  readonly text: string;
  /** What would change, field by field, and why it is asked: lines of text. */
  readonly plan: string;
  /**
   * The answer that continues, for a change in a protected user pool that is irreversible or grants a privileged role: the
   * target's name. Null if `true` continues.
   */
  readonly expected: string | null;
}

export interface CarryOutOptions {
  /** Plan and check, write nothing. */
  readonly dryRun?: boolean;
  /** Confirm, as `--yes` does. It is not enough for what is irreversible in a protected user pool. */
  readonly yes?: boolean;
  /** The target's name, which confirms everything, as `--confirm` does. */
  readonly confirm?: string;
  /**
   * Asked if the change needs a confirmation that the two options above do not give. It continues with `true`, or with
   * exactly `question.expected` if there is such a text; any other answer cancels. Without it the change is refused.
   */
  readonly ask?: (question: Question) => Promise<boolean | string> | boolean | string;
  /** Why the change is made. It is kept in the history. */
  readonly reason?: string;
}

/** What became of a change. */
export interface Outcome {
  /** Whether something was written. */
  readonly changed: boolean;
  readonly dryRun: boolean;
  readonly operation: ChangeOperation;
  /** The target, with the ID and the `sub` that the service gave to a new one. */
  readonly target: Target;
  readonly fields: readonly ChangedField[];
  /** The result of each step, if the change has several. */
  readonly steps: readonly Step[] | null;
  /** AWS's IDs of the requests that wrote. */
  readonly requestIds: readonly string[];
  /** The ID of the record in the history; null if nothing was recorded, since nothing was written. */
  readonly recordId: string | null;
  /** What a command would print: one sentence; for a dry run the plan. */
  readonly message: string;
  /** What is worth knowing afterwards, such as how long a token that was issued still works. */
  readonly notes: readonly string[];
  readonly warnings: readonly string[];
  /**
   * Why a change that was written counts as failed: PARTIAL if some of its steps failed, NOT_VERIFIED or CHANGED_UNDERNEATH
   * if the target does not read as it was written, BAD_RESPONSE. Not thrown, since a new password would be lost with it.
   */
  readonly error: AdminError | null;
  /** Returns the password that was generated, if one was. A function, so that nothing prints it by accident. */
  readonly revealPassword: (() => string) | null;
}

/** The functions behind each planned change, and the directory that it is planned for. */
const PLANNED = new WeakMap<Change, { readonly directory: Directory; readonly change: Planned }>();

/** Makes the plain data of a planned change, which only `carryOut` can turn into the change again. */
export function planned(directory: Directory, change: Planned): Change {
  // A copy: the guard and the confirmation read the original, which a caller must not be able to edit.
  const plain: Change = Object.freeze(
    structuredClone({
      operation: change.operation,
      target: change.target,
      fields: changedFields(change.fields),
      isUnchanged: isUnchanged(change),
      disruption: change.disruption ?? null,
      irreversible: change.irreversible ?? null,
      warnings: change.warnings ?? [],
    }),
  );
  PLANNED.set(plain, { directory, change });
  return plain;
}

/**
 * Makes a change, as a command does: guarded by the conventions, confirmed if it is disruptive, planned again right before
 * the write while no other sf-admin on this machine changes the same target, verified by reading it back, and recorded in
 * the history, where `sf-admin history` shows it. A change that is already in place writes nothing.
 *
 * @throws AdminError CONFIRMATION_REQUIRED; CANCELLED if the answer is no; READ_ONLY; WRONG_ACCOUNT; CHANGED_UNDERNEATH if
 *   the target has changed since the plan; HISTORY_UNWRITABLE; those of the guard and of the service. Nothing was written
 *   unless `mayHaveHappened` is set. USAGE for a change of another directory.
 */
export async function carryOut(directory: Directory, change: Change, options: CarryOutOptions = {}): Promise<Outcome> {
  const found = PLANNED.get(change);
  if (found?.directory !== directory) {
    throw new AdminError('USAGE', 'the change was not planned for this directory', {
      hint: 'Give carryOut what a function such as disableUser returned, and the directory that it was called with.',
    });
  }
  const { dryRun = false, yes = false, confirm, ask, reason } = options;
  const consent = { yes, confirm, ...(ask === undefined ? NO_PROMPTER : asking(ask)) };
  const [result] = await carryOutChanges(opened(directory), [found.change], { dryRun, reason, ...consent });
  if (result === undefined) throw new Error('a change was carried out without an outcome');
  return outcome(result);
}

const NO_PROMPTER: Pick<Consent, 'prompter' | 'show'> = { prompter: undefined, show: () => undefined };

/** Asks by a function of the caller in place of a terminal. */
function asking(ask: NonNullable<CarryOutOptions['ask']>): Pick<Consent, 'prompter' | 'show'> {
  let plan = '';
  return {
    show: (text) => {
      plan = text;
    },
    prompter: {
      confirm: async (text) => (await ask({ text, plan, expected: null })) === true,
      typed: async (text, expected) => (await ask({ text, plan, expected })) === expected,
    },
  };
}

function outcome(result: Result): Outcome {
  const { password, error } = result;
  const { changed, dryRun, operation, target, fields, steps, requestIds, recordId } = outcomeJson(result);
  return {
    changed,
    dryRun,
    operation,
    target,
    fields,
    steps: steps ?? null,
    requestIds,
    recordId: recordId ?? null,
    message: outcomeText({ ...result, password: undefined }),
    notes: result.plan.notes ?? [],
    warnings: result.warnings,
    error: error ?? null,
    revealPassword: password === undefined ? null : () => password,
  };
}

function changedFields(fields: readonly FieldChange[]): ChangedField[] {
  return movedFields(fields).map(({ field, before, after }) => ({ field, before, after }));
}
