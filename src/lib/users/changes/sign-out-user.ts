import type { Change } from '../../changes/change.js';
import type { FieldChange } from '../../model/field-change.js';
import type { Directory } from '../../directory.js';
import { userLabel } from '../../model/user.js';
import { accessTokenNote } from './access-token-note.js';
import { changeUser, written } from './user-change.js';

/** What a global sign-out does. No reading tells whether there was anything to revoke. */
export const REFRESH_TOKENS_REVOKED: FieldChange = {
  field: 'refreshTokens',
  before: 'as issued',
  after: 'revoked',
  unreadable: true,
};

/**
 * Revokes a user's refresh tokens, so that nothing is renewed from now on (AdminUserGlobalSignOut). A cookie of the
 * hosted sign-in pages outlives it: see COGNITO.md, "Users".
 *
 * @throws AdminError as `findUser` does
 */
export function signOutUser(directory: Directory, input: { user: string }): Promise<Change> {
  return changeUser(directory, input.user, (user) => ({
    operation: 'users.sign-out',
    fields: [REFRESH_TOKENS_REVOKED],
    irreversible: 'Whoever was signed out has to sign in again.',
    doneMessage: `Signed ${userLabel(user)} out.`,
    unchangedMessage: '',
    notesAfter: async () => [COOKIE_NOTE, await accessTokenNote(directory)],
    apply: async () =>
      written(await directory.cognito.call('AdminUserGlobalSignOut', { Username: user.username })),
  }));
}

const COOKIE_NOTE =
  'A browser that signed in on the hosted pages can be signed in again without a password\n' +
  'until its session there ends. To keep the user out: sf-admin users lockdown USER';
