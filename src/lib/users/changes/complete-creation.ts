import type { Change } from '../../changes/change.js';
import { defined } from '../../model/defined.js';
import { commandLine, type Directory } from '../../directory.js';
import { movedFields } from '../../model/field-change.js';
import { storedAttributes, type UserDetail } from '../../model/user.js';
import { attributeFields } from '../attributes/attribute-fields.js';
import { type CreateUserInput, type NewUser, newUser } from '../attributes/new-user.js';
import { getUserIfAny } from '../read/find-user.js';
import { createUser, creation, nothingToDo, statusAfter, unverifiedAttributes, userExists } from './create-user.js';
import { setPassword, userTarget } from './user-change.js';

/**
 * Plans the rest of a creation during which the process was killed. If there is no such user, that is all of it. If
 * there is one with exactly these attributes, the creation went through, and only its password, if it has one, is set
 * again: the killed process was the only one that knew it.
 *
 * @throws AdminError USER_EXISTS if the user differs from the one asked for; as `createUser` does
 */
export async function completeCreation(directory: Directory, input: CreateUserInput): Promise<Change> {
  const user = await newUser(directory, input);
  // Not with ListUsers, which may not show the newest users yet.
  const existing = await getUserIfAny(directory, user.email);
  if (existing === undefined) return createUser(directory, input);
  const differing = movedFields(attributeFields(storedAttributes(existing), user.values));
  if (differing.length > 0) throw userExists(directory, existing);
  return newPasswordFor(directory, user, existing, input);
}

function newPasswordFor(directory: Directory, user: NewUser, existing: UserDetail, input: CreateUserInput): Change {
  const { password } = user;
  const { username } = existing;
  // With an unknown password the user is of no use yet, so the whole creation is shown and recorded.
  const plan = password === undefined ? nothingToDo(user, existing) : creation(user, input);
  return {
    ...plan,
    // Reading the user does not tell whether this password was set.
    fields: plan.fields.map((field) => (field.field === 'password' ? { ...field, unreadable: true as const } : field)),
    target: { ...userTarget(existing), label: user.email, tenantId: user.tenantId },
    replan: () => completeCreation(directory, input),
    apply: async () => ({
      targetId: username,
      ...(await setPassword(directory, username, password?.value(), input.permanent)),
    }),
    unverifiedFields: async () => {
      const status = { field: 'status', after: statusAfter(input) };
      const found = await getUserIfAny(directory, user.email);
      const wrong = movedFields([{ ...status, before: found?.status ?? null }]);
      return [...(await unverifiedAttributes(directory, user)), ...wrong];
    },
    showCommand: commandLine(directory, `users show ${user.email}`),
    ...defined({ reveal: password?.reveal }),
  };
}
