import { type Change, movedFields, type Plan } from '../changes/change.js';
import type { Directory } from '../directory.js';
import { type UserDetail, userLabel } from '../model/user.js';
import { findUser, readUser } from './find-user.js';

/** What a use-case says of a change to a user that exists: a plan without its target, and how to write it. */
export interface UserPlan extends Omit<Plan, 'target'> {
  /** The calls that write, in order; each answers with its metadata. */
  readonly apply: () => Promise<readonly Answered[]>;
  /** A generated password, to be shown once. */
  readonly reveal?: () => string;
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
  const { apply, ...planned } = await plan(user);
  return {
    ...planned,
    target: { kind: 'user', id: user.username, label: userLabel(user), tenantId: user.tenantId },
    replan: () => changeUser(directory, user.username, plan),
    apply: async () => ({ requestIds: requestIds(await apply()) }),
    unproven: async () => {
      // Not `findUser`: a user that has just been moved is of another tenant now.
      const again = await plan(await readUser(directory, user.username));
      return movedFields(again.fields).filter(({ unreadable }) => unreadable !== true);
    },
    look: `sf-admin users show ${userLabel(user)}`,
  };
}

/** AWS's IDs of the requests behind some answers. */
export function requestIds(answers: readonly Answered[]): string[] {
  return answers.flatMap(({ $metadata: { requestId } }) => (requestId === undefined ? [] : [requestId]));
}
