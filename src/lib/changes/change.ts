import type { AdminError } from '../errors.js';
import { type FieldChange, movedFields } from '../model/field-change.js';
import type { Step } from '../model/step.js';
import type { Target } from '../model/target.js';

export type ChangeOperation =
  | 'users.create'
  | 'users.disable'
  | 'users.enable'
  | 'users.reset-password'
  | 'users.set-attributes'
  | 'users.sign-out'
  | 'users.resend-invite'
  | 'users.delete'
  | 'users.reset-mfa'
  | 'users.sessions'
  | 'users.lockdown'
  | 'users.import'
  | 'users.import-stop'
  | 'client.add-callback'
  | 'client.remove-callback'
  | 'client.add-logout'
  | 'client.remove-logout'
  | 'history.undo';

/** What would be done: data, to be shown, compared and recorded. */
export interface Plan {
  readonly operation: ChangeOperation;
  readonly target: Target;
  /** Every field that matters, those included that are already so. */
  readonly fields: readonly FieldChange[];
  /** Set where the change is disruptive and so asks first: a sentence on what it does to people. */
  readonly disruption?: string;
  /** Set where nothing puts it back: a sentence on why. A protected context then wants the target's name typed. */
  readonly irreversible?: string;
  /** The ID of the record that this undoes: the values are those that stood before it, whatever the conventions say of them. */
  readonly undoes?: string;
  /** Whether Cognito mails the person something. */
  readonly sendsMail?: true;
  /** Whether a move between tenants is what was asked for. */
  readonly movesTenant?: boolean;
  /** Sentences: what happened, and what to say where it is unchanged. */
  readonly doneMessage: string;
  readonly unchangedMessage: string;
  /** Worth telling when it is done: what to expect, what to do next. */
  readonly notes?: readonly string[];
}

/** What a write gave back. */
export interface Applied {
  /** AWS's IDs of the requests that wrote. */
  readonly requestIds: readonly string[];
  /** Somebody else did the same in the meantime, and that counts as success: nothing was written. */
  readonly wasUnchanged?: true;
  /** The answer was lost, and looking it up showed that it was done. */
  readonly wasLookedUp?: true;
  /** The canonical name that the service gave to a target that it made, and a user's `sub`. */
  readonly targetId?: string;
  readonly targetSub?: string | undefined;
  /** What became of each step, where the change has several that stand by themselves. */
  readonly steps?: readonly Step[];
  /** Why some of the steps failed, where others were done. */
  readonly failed?: AdminError;
}

/** A plan and the means to carry it out. Making one writes nothing; `changes/carry-out` alone calls `apply`. */
export interface Change extends Plan {
  /** Plans the same intent again, on what stands now. */
  readonly replan: () => Promise<Change>;
  /** Writes. */
  readonly apply: () => Promise<Applied>;
  /** Proves it happened, reading afresh: the fields that are not as the plan says. None means that it is proven. */
  readonly unproven: () => Promise<readonly FieldChange[]>;
  /** The service itself refuses the write where what it was planned on has moved, so it is not planned anew before it. */
  readonly isRefusedWhereMoved?: true;
  /** The command that shows the target, for messages. */
  readonly look: string;
  /** When the target was last modified, by the service's clock: tells afterwards whether something was written to it. */
  readonly modifiedAt?: string;
  /** Notes that need reading first. Read after the write, so that they do not hold it up. */
  readonly notesAfter?: () => Promise<readonly string[]>;
  /** A generated password, to be shown once, after it was set, and kept nowhere. A function, so that nothing prints it by accident. */
  readonly reveal?: () => string;
}

/** Whether a plan has nothing to do. */
export function isUnchanged(plan: Pick<Plan, 'fields'>): boolean {
  return movedFields(plan.fields).length === 0;
}

/** Whether two plans would make the same change to the same state, as far as the change depends on the state. */
export function samePlan(one: Plan, other: Plan): boolean {
  return planEssence(one) === planEssence(other);
}

/** What decides whether two plans are the same, as text that is equal where they are. */
export function planEssence({ target, fields }: Plan): string {
  const parts = fields.map(({ field, before, after, relative }) =>
    relative === true ? [field] : [field, before, after],
  );
  return JSON.stringify([target.id, target.tenantId, parts]);
}
