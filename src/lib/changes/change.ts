import type { AdminError } from '../errors.js';

/** What a field can hold, in a plan and in the history. Secrets are never among them: see `SECRET`. */
export type FieldValue = string | number | boolean | null | readonly string[];

/** One field of the target, as it stands and as it will be. */
export interface FieldChange {
  readonly field: string;
  readonly before: FieldValue;
  readonly after: FieldValue;
  /** No reading tells whether it has moved: a password, a session. */
  readonly unreadable?: true;
  /** Items were named to be added or removed, which holds whatever the list holds when it is written. */
  readonly relative?: true;
}

/** Stands for a password, which no plan, history or message ever holds. */
export const SECRET = '(hidden)';

/** What a change is made to. */
export interface Target {
  readonly kind: 'user' | 'client';
  /** The canonical name that the service takes: a user's `username`, a client's ID. */
  readonly id: string;
  /** What a person calls it: an address, a client's name. */
  readonly label: string;
  /** A user's tenant before the change; for a user being created, the one it will be in. */
  readonly tenantId: string | null;
}

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
  | 'users.revoke-sessions'
  | 'users.lockdown'
  | 'client.add-callback'
  | 'client.remove-callback'
  | 'client.add-logout'
  | 'client.remove-logout';

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
  /** Whether a move between tenants is what was asked for. */
  readonly movesTenant?: boolean;
  /** Sentences: what happened, and what to say where it is so already. */
  readonly done: string;
  readonly alreadySo: string;
  /** Worth telling when it is done: what to expect, what to do next. */
  readonly notes?: readonly string[];
}

/** One of several things that a change does, and what became of it. */
export interface Step {
  readonly step: string;
  /** `skipped` where the pool or the endpoint does not have what the step calls. */
  readonly result: 'done' | 'already-so' | 'skipped' | 'failed';
  /** How much was done, or why it was not. */
  readonly detail?: string;
}

/** What a write gave back. */
export interface Applied {
  /** AWS's IDs of the requests that wrote. */
  readonly requestIds: readonly string[];
  /** Somebody else did the same in the meantime, and that counts as success: nothing was written. */
  readonly wasAlreadySo?: true;
  /** The canonical name that the service gave to a target that it made. */
  readonly targetId?: string;
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
  /** Notes that need reading first. Read after the write, so that they do not hold it up. */
  readonly notesAfter?: () => Promise<readonly string[]>;
  /** A generated password, to be shown once, after it was set, and kept nowhere. A function, so that nothing prints it by accident. */
  readonly reveal?: () => string;
}

/** The fields that really move. */
export function movedFields(fields: readonly FieldChange[]): FieldChange[] {
  return fields.filter(({ before, after }) => !sameValue(before, after));
}

/** Whether a plan has nothing to do. */
export function isAlreadySo(plan: Pick<Plan, 'fields'>): boolean {
  return movedFields(plan.fields).length === 0;
}

/** Whether two plans would make the same change to the same state, as far as the change depends on the state. */
export function samePlan(one: Plan, other: Plan): boolean {
  return (
    one.target.id === other.target.id &&
    one.target.tenantId === other.target.tenantId &&
    one.fields.length === other.fields.length &&
    one.fields.every((field, index) => {
      const twin = other.fields[index];
      return (
        twin?.field === field.field &&
        (field.relative === true ||
          (sameValue(twin.before, field.before) && sameValue(twin.after, field.after)))
      );
    })
  );
}

export function sameValue(one: FieldValue, other: FieldValue): boolean {
  if (isList(one) && isList(other)) {
    return one.length === other.length && one.every((item, index) => item === other[index]);
  }
  return one === other;
}

function isList(value: FieldValue): value is readonly string[] {
  return Array.isArray(value);
}
