import { defined } from '../../../model/defined.js';
import { epochSeconds } from '../../engine/operation.js';
import type { UserState } from '../../state/state.js';

/** A user as ListUsers and AdminCreateUser answer one: `UserType`, times in epoch seconds. */
export function userAnswer(
  user: UserState,
  attributes: readonly string[] = Object.keys(user.attributes),
): object {
  return { Username: user.username, Attributes: attributeList(user, attributes), ...common(user) };
}

/** A user as AdminGetUser answers: the one place that tells the second factors. */
export function userDetailAnswer(user: UserState): object {
  return {
    Username: user.username,
    UserAttributes: attributeList(user, Object.keys(user.attributes)),
    ...common(user),
    ...defined({ PreferredMfaSetting: user.mfa.preferred }),
    ...(user.mfa.methods.length === 0 ? {} : { UserMFASettingList: [...user.mfa.methods] }),
  };
}

function attributeList(user: UserState, names: readonly string[]): object[] {
  return names.map((name) => ({ Name: name, Value: user.attributes[name] }));
}

function common(user: UserState): object {
  return {
    UserCreateDate: epochSeconds(user.createdAt),
    UserLastModifiedDate: epochSeconds(user.modifiedAt),
    Enabled: user.enabled,
    UserStatus: user.status,
  };
}
