import { defined } from '../../model/defined.js';
import type { Applied, Change } from '../../changes/change.js';
import type { FieldChange } from '../../model/field-change.js';
import type { Directory } from '../../directory.js';
import { AdminError } from '../../errors.js';
import { type UserDetail, userLabel } from '../../model/user.js';
import { accessTokenNote } from './access-token-note.js';
import { REFRESH_TOKENS_REVOKED } from './sign-out-user.js';
import { changeUser, written } from './user-change.js';

export interface DisableUserInput {
  /** An email, a `sub` or a user name. */
  readonly user: string;
  /** Revoke the refresh tokens too. */
  readonly signOut: boolean;
}

/** Keeps a user from signing in until enabled again. @throws AdminError as `findUser` does */
export function disableUser(directory: Directory, input: DisableUserInput): Promise<Change> {
  return changeUser(directory, input.user, (user) => ({
    operation: 'users.disable',
    fields: disabledFields(user, input.signOut),
    disruption: 'They cannot sign in until enabled again.',
    ...(input.signOut ? { irreversible: 'Whoever was signed out has to sign in again.' } : {}),
    doneMessage: doneSentence(user, input.signOut),
    unchangedMessage: `${userLabel(user)} is disabled already.`,
    notesAfter: async () => [await accessTokenNote(directory)],
    apply: () => disable(directory, user, input.signOut),
  }));
}

function doneSentence(user: UserDetail, signOut: boolean): string {
  if (!user.enabled) return `Signed ${userLabel(user)} out, who was disabled already.`;
  return `Disabled ${userLabel(user)}${signOut ? ' and signed them out' : ''}.`;
}

/** Disabling ends what is open now; the refresh tokens would work again after `users enable`, unless revoked as well. */
function disabledFields(user: UserDetail, signOut: boolean): FieldChange[] {
  const enabled = { field: 'enabled', before: user.enabled, after: false };
  if (!signOut) return [enabled];
  return [enabled, REFRESH_TOKENS_REVOKED];
}

async function disable(directory: Directory, user: UserDetail, signOut: boolean): Promise<Applied> {
  const { cognito } = directory;
  const Username = user.username;
  const disabled = user.enabled ? [await cognito.call('AdminDisableUser', { Username })] : [];
  if (!signOut) return written(...disabled);
  try {
    return written(...disabled, await cognito.call('AdminUserGlobalSignOut', { Username }));
  } catch (error) {
    if (!(error instanceof AdminError)) throw error;
    throw new AdminError(
      'PARTIAL',
      `${userLabel(user)} is disabled, but was not signed out: ${error.message}`,
      {
        cause: error,
        hint: `Run the same command again: it carries on with the sign-out.`,
        ...defined({ requestId: error.requestId }),
      },
    );
  }
}
