import type { AdminError } from '../errors.js';
import type { RoleForATime } from '../history/file/entry.js';
import { type FieldChange, isList, movedFields } from '../model/field-change.js';
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
  | 'users.grant'
  | 'access.expire'
  | 'users.restore'
  | 'tenant.sync'
  | 'tenant.offboard'
  | 'users.import'
  | 'users.import-stop'
  | 'users.add-to-group'
  | 'users.remove-from-group'
  | 'users.link'
  | 'users.unlink'
  | 'groups.create'
  | 'groups.set'
  | 'groups.delete'
  | 'client.add-callback'
  | 'client.remove-callback'
  | 'client.add-logout'
  | 'client.remove-logout'
  | 'client.set'
  | 'client.add-secret'
  | 'client.rotate-secret'
  | 'client.remove-secret'
  | 'pool.apply'
  | 'pool.create'
  | 'pool.set'
  | 'history.undo';

/** What would be done, as data: it is shown, compared and recorded. */
export interface Plan {
  readonly operation: ChangeOperation;
  readonly target: Target;
  /** Every field that the change is about, unchanged ones included. */
  readonly fields: readonly FieldChange[];
  /** Set if the change is disruptive and needs confirmation: a sentence on its effect on people. */
  readonly disruption?: string;
  /** Set if the change is irreversible: a sentence on why. In a protected user pool the target's name must be typed. */
  readonly irreversible?: string;
  /**
   * Privileged roles that somebody gets although no field of the change grants them: with an account that they get. As for a
   * role that is granted, the target's name must be typed in a protected user pool.
   */
  readonly handsOver?: readonly string[];
  /** The ID of the record that this undoes. The values it restores need not satisfy today's conventions. */
  readonly undoes?: string;
  /** The role that is given for a time, or whose time is ended. */
  readonly grant?: RoleForATime;
  /** Whether Cognito mails the person something. */
  readonly sendsMail?: true;
  /** Whether a move between tenants was asked for. */
  readonly movesTenant?: boolean;
  /** The sentence to show when the change is made. */
  readonly doneMessage: string;
  /** The sentence to show if there is nothing to change. */
  readonly unchangedMessage: string;
  /** Sentences to show after the change: what to expect, what to do next. */
  readonly notes?: readonly string[];
}

/** The result of a write. */
export interface Applied {
  /** AWS's IDs of the requests that wrote. */
  readonly requestIds: readonly string[];
  /** Another writer did the same in the meantime, so nothing was written. It counts as success. */
  readonly wasUnchanged?: true;
  /** The answer was lost, and looking it up showed that the change was made. */
  readonly wasLookedUp?: true;
  /** The canonical name that the service gave to a new target, and a user's `sub`. */
  readonly targetId?: string;
  readonly targetSub?: string | undefined;
  /** The result of each step, if the change has several independent ones. */
  readonly steps?: readonly Step[];
  /** Why some of the steps failed, if others were done. */
  readonly failed?: AdminError;
}

/** A plan and the functions that carry it out. Making one writes nothing; only `changes/carry-out.ts` calls `apply`. */
export interface Change extends Plan {
  /** Plans the same intent again, on the current state. */
  readonly replan: () => Promise<Change>;
  /** Makes the change. */
  readonly apply: () => Promise<Applied>;
  /** Reads the target again, and returns the fields that differ from the plan; none if the change is verified. */
  readonly unverifiedFields: () => Promise<readonly FieldChange[]>;
  /**
   * Looks at a verified change once more, after a pause, because the service lets a writer overwrite what it has not read:
   * whether the change is still there, was lost when another one was written, or was taken back by itself.
   */
  readonly lookAgain?: () => Promise<'kept' | 'overwritten' | 'reverted'>;
  /** The service itself rejects the write if the state has changed since the plan, so it is not planned again. */
  readonly isRejectedIfStale?: true;
  /** The command that shows the target, for messages. */
  readonly showCommand: string;
  /** When the target was last modified, by the service's clock. Shows afterwards if it was written to. */
  readonly modifiedAt?: string;
  /** Sentences on what may be a mistake in what was asked for, which are shown even if nothing is written. */
  readonly warnings?: readonly string[];
  /** Notes that have to be read from the service. Awaited after the write, so as not to delay it. */
  readonly notesAfter?: () => Promise<readonly string[]>;
  /** A generated password, to be shown once, after it was set. A function, so that nothing prints it by accident. */
  readonly reveal?: () => string;
}

/** Whether a plan has nothing to do. */
export function isUnchanged(plan: Pick<Plan, 'fields'>): boolean {
  return movedFields(plan.fields).length === 0;
}

/** Whether a plan adds to the current value or removes from it, so that it is right whatever that value is. */
export function isRelative({ fields }: Pick<Plan, 'fields'>): boolean {
  return fields.some(({ relative }) => relative === true);
}

/**
 * Whether a plan writes a list, such as the roles of a user. Others add to it what they have read before, and would lose
 * what is written in between; also if the list is replaced as a whole.
 */
export function writesList({ fields }: Pick<Plan, 'fields'>): boolean {
  return movedFields(fields).some(({ before, after }) => isList(before) || isList(after));
}

/** Whether a plan of `pool apply` makes a new app client: no other plan gives one its first name. */
export function addsClient({ operation, fields }: Pick<Plan, 'fields'> & { readonly operation: string }): boolean {
  return operation === 'pool.apply' && fields.some(({ field, before }) => field === 'name' && before === null);
}

/** Whether two plans make the same change to the same state, as far as the change depends on the state. */
export function samePlan(one: Plan, other: Plan): boolean {
  return planEssence(one) === planEssence(other);
}

/** A text that is equal for two plans if and only if they are the same plan: see `samePlan`. */
export function planEssence({ target, fields }: Plan): string {
  const parts = fields.map(({ field, before, after, relative }) =>
    relative === true ? [field] : [field, before, after],
  );
  return JSON.stringify([target.id, target.sub ?? null, target.tenantId, parts]);
}

/**
 * Whether a new plan is about the target that was confirmed. A user who was deleted and created again has another `sub`,
 * and a user who was moved belongs to somebody else, unless moving the user is what the plan is about.
 */
export function isSameTarget(confirmed: Target, { target, fields }: Plan): boolean {
  const isMove = fields.some(({ field }) => field === 'tenantId');
  return (
    target.id === confirmed.id &&
    (confirmed.sub === undefined || target.sub === confirmed.sub) &&
    (isMove || target.tenantId === confirmed.tenantId)
  );
}
