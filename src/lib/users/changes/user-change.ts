import type { Applied, Change, Plan } from '../../changes/change.js';
import { written } from '../../changes/written.js';
import { defined } from '../../model/defined.js';
import { type FieldChange, type FieldValue, movedFields, movedItems } from '../../model/field-change.js';
import { commandLine, type Directory } from '../../directory.js';
import { privilegesOf } from '../../groups/privileges-of.js';
import type { Target } from '../../model/target.js';
import { type UserDetail, userLabel } from '../../model/user.js';
import { findUser, readUser } from '../read/find-user.js';

/*
 * users/changes/: one file for each change that sf-admin makes to a user. Each exports a function that reads the user
 * and returns a Change; nothing is written until `changes/carry-out` applies it. `changeUser` below is what they share.
 * Passwords have a folder of their own, and so have the attributes that users are created and edited with.
 */

/** What a use case says about a change to an existing user: the plan without its target, and how to apply it. */
export type UserPlan = Omit<Plan, 'target' | 'unchangedMessage'> &
  Pick<Change, 'apply'> &
  // `unverifiedFields` is needed only if planning the change again is not enough to verify it.
  Partial<Pick<Change, 'unchangedMessage' | 'unverifiedFields' | 'notesAfter' | 'reveal'>>;

/** Plans on a user's current state, so that the same intent can be planned again on a later state. */
export type PlanUser = (user: UserDetail) => UserPlan | Promise<UserPlan>;

/**
 * Finds the user and plans a change to it. The change is verified by planning it again: nothing may be left to do.
 *
 * @param name an email, a `sub` or a user name
 * @throws AdminError as `findUser` and `plan` do
 */
export async function changeUser(directory: Directory, name: string, plan: PlanUser): Promise<Change> {
  const user = await findUser(directory, name);
  const planned = await plan(user);
  return {
    unchangedMessage: '',
    unverifiedFields: () => stillToDo(directory, user, planned.fields, plan),
    target: userTarget(user),
    replan: () => changeUser(directory, user.username, plan),
    showCommand: commandLine(directory, `users show ${userLabel(user)}`),
    ...planned,
    ...defined({ modifiedAt: user.updatedAt ?? undefined }),
  };
}

/**
 * The plan, with what somebody gets whom it lets into the account: what the user holds. It says so, and asks.
 *
 * @throws AdminError as `privilegesOf` does
 */
export async function lettingIn(directory: Directory, user: UserDetail, plan: UserPlan): Promise<UserPlan> {
  if (plan.handsOver !== undefined) return plan;
  const handsOver = movedFields(plan.fields).some(letsIn) ? await privilegesOf(directory, user) : [];
  if (handsOver.length === 0) return plan;
  const sentence = `It lets somebody sign in as ${userLabel(user)}, who holds ${handsOver.join(', ')}, which is privileged.`;
  return {
    ...plan,
    handsOver,
    disruption: plan.disruption === undefined ? sentence : `${plan.disruption} ${sentence}`,
  };
}

/** What a plan says of a password that somebody knows besides the user. */
export const KNOWN_PASSWORD = 'another';

/**
 * Whether a change of a field lets somebody sign in who could not before: with an account that is enabled, with a code for a
 * new password that goes to another address, with a password that they know, or without the second factor.
 */
function letsIn(change: FieldChange): boolean {
  const { field, after } = change;
  if (field === 'enabled' || field === 'emailVerified') return after === true;
  if (field === 'phone_number_verified') return after === 'true';
  if (field === 'email' || field === 'phone_number') return after !== null;
  if (field === 'password') return after === KNOWN_PASSWORD;
  if (field === 'totpFactor') return after === null;
  return field === 'mfaMethods' && movedItems(change).removed.length > 0;
}

/** A user as the target of a change. */
export function userTarget(user: UserDetail): Target {
  const { username: id, sub, tenantId } = user;
  return { kind: 'user', id, ...defined({ sub: sub ?? undefined }), label: userLabel(user), tenantId };
}

async function stillToDo(
  directory: Directory,
  user: UserDetail,
  fields: readonly FieldChange[],
  plan: PlanUser,
): Promise<FieldChange[]> {
  // Not `findUser`: a user who was just moved to another tenant would be refused.
  const now = await readUser(directory, user.username);
  const moved = fields.find(({ field }) => field === 'tenantId');
  const identity = otherIdentity(now, user, moved === undefined ? user.tenantId : moved.after);
  if (identity.length > 0) return identity;
  return movedFields((await plan(now)).fields).filter(({ unreadable }) => unreadable !== true);
}

/**
 * In which fields a user who was read again is another one, or of another tenant: that nothing is left to do for them proves
 * nothing.
 *
 * @param tenantId the tenant that the user should be in
 */
export function otherIdentity(now: UserDetail, user: UserDetail, tenantId: FieldValue = user.tenantId): FieldChange[] {
  return movedFields([
    { field: 'sub', before: now.sub, after: user.sub },
    { field: 'tenantId', before: now.tenantId, after: tenantId },
  ]);
}

/** Sets a user's password (AdminSetUserPassword). @param permanent or it has to be changed at the first sign-in */
export async function setPassword(
  { cognito }: Directory,
  Username: string,
  Password: string | undefined,
  Permanent: boolean,
): Promise<Applied> {
  return written(await cognito.call('AdminSetUserPassword', { Username, Password, Permanent }));
}
