import type { Change } from '../../changes/change.js';
import { commandLine, type Directory } from '../../directory.js';
import { movedFields } from '../../model/field-change.js';
import { storedAttributes, type UserDetail } from '../../model/user.js';
import { attributeFields } from '../attributes/attribute-fields.js';
import {
  createUser,
  creation,
  existsAlready,
  nothingToDo,
  statusAfter,
  unprovenAttributes,
} from './create-user.js';
import { getUserIfAny } from '../read/find-user.js';
import { type CreateUserInput, type NewUser, newUser } from '../attributes/new-user.js';
import { requestIds } from './user-change.js';

/**
 * Plans what is left of a creation that a process was killed in: all of it where there is no such user; where there is
 * one exactly as asked for, it was made, and only a password that nobody knows is left to be set afresh.
 *
 * @throws AdminError USER_EXISTS where the user is another than was asked for; as `createUser` does
 */
export async function completeCreation(directory: Directory, input: CreateUserInput): Promise<Change> {
  const user = await newUser(directory, input);
  // Not by the list, which may not have the newest yet.
  const existing = await getUserIfAny(directory, user.email);
  if (existing === undefined) return createUser(directory, input);
  const differing = movedFields(attributeFields(storedAttributes(existing), user.values));
  if (differing.length > 0) throw existsAlready(directory, existing);
  return freshPassword(directory, user, { existing, input });
}

function freshPassword(
  directory: Directory,
  user: NewUser,
  { existing, input }: { existing: UserDetail; input: CreateUserInput },
): Change {
  const { password } = user;
  const { username, sub } = existing;
  // With a password that nobody knows it is as good as not made, and what is recorded is the whole of it.
  const plan = password === undefined ? nothingToDo(user, existing) : creation(user, input);
  return {
    ...plan,
    // The user stands whether or not the password was set, so that looking does not tell.
    fields: plan.fields.map((field) =>
      field.field === 'password' ? { ...field, unreadable: true as const } : field,
    ),
    target: {
      kind: 'user',
      id: username,
      ...(sub === null ? {} : { sub }),
      label: user.email,
      tenantId: user.tenantId,
    },
    replan: () => completeCreation(directory, input),
    apply: async () => ({
      targetId: username,
      requestIds: requestIds([
        await directory.cognito.call('AdminSetUserPassword', {
          Username: username,
          Password: password?.value(),
          Permanent: input.permanent,
        }),
      ]),
    }),
    unverifiedFields: async () => {
      const status = { field: 'status', after: statusAfter(input) };
      const found = await getUserIfAny(directory, user.email);
      const wrong = movedFields([{ ...status, before: found?.status ?? null }]);
      return [...(await unprovenAttributes(directory, user)), ...wrong];
    },
    showCommand: commandLine(directory, `users show ${user.email}`),
    ...(password?.reveal === undefined ? {} : { reveal: password.reveal }),
  };
}
