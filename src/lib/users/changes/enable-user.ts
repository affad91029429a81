import type { Change } from '../../changes/change.js';
import type { Directory } from '../../directory.js';
import { userLabel } from '../../model/user.js';
import { written } from '../../changes/written.js';
import { changeUser, lettingIn } from './user-change.js';

/** Lets a disabled user sign in again. @throws AdminError as `findUser` and `lettingIn` do */
export function enableUser(directory: Directory, input: { user: string }): Promise<Change> {
  return changeUser(directory, input.user, (user) =>
    lettingIn(directory, user, {
      operation: 'users.enable',
      fields: [{ field: 'enabled', before: user.enabled, after: true }],
      doneMessage: `Enabled ${userLabel(user)}.`,
      unchangedMessage: `${userLabel(user)} is already enabled.`,
      apply: async () => written(await directory.cognito.call('AdminEnableUser', { Username: user.username })),
    }),
  );
}
