import type { Applied, Change } from '../../changes/change.js';
import type { Directory } from '../../directory.js';
import { AdminError } from '../../errors.js';
import { type UserDetail, userLabel } from '../../model/user.js';
import { accessTokenNote, REFRESH_TOKENS_REVOKED } from './sign-out-user.js';
import { written } from '../../changes/written.js';
import { changeUser } from './user-change.js';

export interface DisableUserInput {
  /** An email, a `sub` or a user name. */
  readonly user: string;
  /** Revoke the refresh tokens too: they would work again once the user is enabled. */
  readonly signOut: boolean;
}

/** Keeps a user from signing in until enabled again. @throws AdminError as `findUser` does */
export function disableUser(directory: Directory, { user: name, signOut }: DisableUserInput): Promise<Change> {
  const tokenNote = accessTokenNote(directory);
  return changeUser(directory, name, (user) => ({
    operation: 'users.disable',
    fields: [{ field: 'enabled', before: user.enabled, after: false }, ...(signOut ? [REFRESH_TOKENS_REVOKED] : [])],
    disruption: 'They cannot sign in until enabled again.',
    ...(signOut ? { irreversible: 'A user who was signed out has to sign in again.' } : {}),
    doneMessage: doneMessage(user, signOut),
    unchangedMessage: `${userLabel(user)} is already disabled.`,
    notesAfter: async () => [await tokenNote()],
    apply: () => disable(directory, user, signOut),
  }));
}

function doneMessage(user: UserDetail, signOut: boolean): string {
  if (!user.enabled) return `${userLabel(user)} was already disabled, and is now signed out.`;
  return `Disabled ${userLabel(user)}${signOut ? ' and signed them out' : ''}.`;
}

async function disable({ cognito }: Directory, user: UserDetail, signOut: boolean): Promise<Applied> {
  const Username = user.username;
  const disabled = user.enabled ? [await cognito.call('AdminDisableUser', { Username })] : [];
  if (!signOut) return written(...disabled);
  try {
    return written(...disabled, await cognito.call('AdminUserGlobalSignOut', { Username }));
  } catch (error) {
    if (!(error instanceof AdminError)) throw error;
    throw new AdminError('PARTIAL', `${userLabel(user)} is disabled, but was not signed out: ${error.message}`, {
      cause: error,
      hint: 'Run the same command again to sign them out.',
      requestId: error.requestId,
    });
  }
}
