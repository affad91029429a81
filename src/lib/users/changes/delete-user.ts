import type { Change } from '../../changes/change.js';
import type { FieldChange } from '../../model/field-change.js';
import type { Directory } from '../../directory.js';
import { storedAttributes, userLabel } from '../../model/user.js';
import { attributeFields } from '../attributes/attribute-fields.js';
import { getUserIfAny } from '../read/find-user.js';
import { written } from '../../changes/written.js';
import { changeUser } from './user-change.js';

/**
 * Deletes a user for good (AdminDeleteUser). The plan lists every attribute of the user, so the history keeps them.
 *
 * @throws AdminError as `findUser` does
 */
export function deleteUser(directory: Directory, input: { user: string }): Promise<Change> {
  return changeUser(directory, input.user, (user) => {
    const stored = storedAttributes(user);
    const fields: FieldChange[] = [
      { field: 'status', before: user.status, after: null },
      { field: 'enabled', before: user.enabled, after: null },
      ...attributeFields(stored, new Map(Object.keys(stored).map((name) => [name, null]))),
    ];
    return {
      operation: 'users.delete',
      fields,
      disruption: 'The account, its password and its second factors are deleted for good.',
      irreversible: "A user created again gets a new sub, and StackFlow's data stays under the old one.",
      doneMessage: `Deleted ${userLabel(user)}.`,
      notes: ['The StackFlow profile record, if there is one, stays: sf-admin changes only the user pool.'],
      apply: async () => written(await directory.cognito.call('AdminDeleteUser', { Username: user.username })),
      unverifiedFields: async () => ((await getUserIfAny(directory, user.username)) === undefined ? [] : fields),
    };
  });
}
