import { type Applied, type Change, type Plan } from '../../changes/change.js';
import { type FieldChange, movedFields } from '../../model/field-change.js';
import { commandLine, type Directory } from '../../directory.js';
import type { Target } from '../../model/target.js';
import { type UserDetail, userLabel } from '../../model/user.js';
import { findUser, readUser } from '../read/find-user.js';

/** What a use-case says of a change to a user that exists: a plan without its target, and how to write it. */
export interface UserPlan extends Omit<Plan, 'target'> {
  /** Writes. */
  readonly apply: Change['apply'];
  /** How it is proven, where planning it once more on the user would not do. */
  readonly unverifiedFields?: Change['unverifiedFields'];
  readonly notesAfter?: Change['notesAfter'];
  readonly reveal?: Change['reveal'];
}

/** What every answer of the service carries. */
export interface Answered {
  readonly $metadata: { readonly requestId?: string | undefined };
}

/** Plans on a user as it stands, so that the same intent can be planned again on what stands later. */
export type PlanUser = (user: UserDetail) => UserPlan | Promise<UserPlan>;

/**
 * Finds the user and plans a change to it. What was written is proven by planning once more: nothing may be left to do.
 *
 * @throws AdminError as `findUser` and `plan` do
 */
export async function changeUser(directory: Directory, name: string, plan: PlanUser): Promise<Change> {
  const user = await findUser(directory, name);
  return {
    unverifiedFields: () => stillToDo(directory, user.username, plan),
    ...(await plan(user)),
    target: userTarget(user),
    ...(user.updatedAt === null ? {} : { modifiedAt: user.updatedAt }),
    replan: () => changeUser(directory, user.username, plan),
    showCommand: commandLine(directory, `users show ${userLabel(user)}`),
  };
}

function userTarget(user: UserDetail): Target {
  const { username: id, sub, tenantId } = user;
  return { kind: 'user', id, ...(sub === null ? {} : { sub }), label: userLabel(user), tenantId };
}

async function stillToDo(directory: Directory, username: string, plan: PlanUser): Promise<FieldChange[]> {
  // Not `findUser`: a user that has just been moved is of another tenant now.
  const again = await plan(await readUser(directory, username));
  return movedFields(again.fields).filter(({ unreadable }) => unreadable !== true);
}

/** What some answers say was written. */
export function written(...answers: readonly Answered[]): Applied {
  return { requestIds: requestIds(answers) };
}

/** AWS's IDs of the requests behind some answers. */
export function requestIds(answers: readonly Answered[]): string[] {
  return answers.flatMap(({ $metadata: { requestId } }) => (requestId === undefined ? [] : [requestId]));
}
