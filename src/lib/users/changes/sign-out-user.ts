import type { Change } from '../../changes/change.js';
import type { FieldChange } from '../../model/field-change.js';
import type { Directory } from '../../directory.js';
import { userLabel } from '../../model/user.js';
import { duration } from '../../text/counted.js';
import { written } from '../../changes/written.js';
import { changeUser } from './user-change.js';

/**
 * What a global sign-out does. The API does not say whether there were tokens to revoke. Scripts and older records depend
 * on the values of such fields; `text/field-text` words them for people.
 */
export const REFRESH_TOKENS_REVOKED: FieldChange = {
  field: 'refreshTokens',
  before: 'as issued',
  after: 'revoked',
  unreadable: true,
};

/**
 * Revokes a user's refresh tokens, so that no session can be renewed (AdminUserGlobalSignOut). A cookie of the hosted
 * UI survives it (docs/incidents.md, "Sign a user out").
 *
 * @throws AdminError as `findUser` does
 */
export function signOutUser(directory: Directory, input: { user: string }): Promise<Change> {
  const tokenNote = accessTokenNote(directory);
  return changeUser(directory, input.user, (user) => ({
    operation: 'users.sign-out',
    fields: [REFRESH_TOKENS_REVOKED],
    irreversible: 'A user who was signed out has to sign in again.',
    doneMessage: `Signed ${userLabel(user)} out.`,
    notesAfter: async () => [COOKIE_NOTE, await tokenNote()],
    apply: async () => written(await directory.cognito.call('AdminUserGlobalSignOut', { Username: user.username })),
  }));
}

const COOKIE_NOTE =
  'A browser that signed in through the hosted UI can be signed in again without a password ' +
  'until its session there ends. To keep the user out: sf-admin users lockdown USER';

/**
 * A note on how long access tokens outlive a revocation: APIs that verify them offline accept them until they expire.
 * What it takes is read from now on, beside the first read of the user, so that it costs no time after the write.
 */
export function accessTokenNote(directory: Directory): () => Promise<string> {
  const reading = directory.longestAccessToken();
  // An unexpected failure is one of the change, which awaits the note, and not of a dry run, which does not.
  reading.catch(() => undefined);
  return async () => {
    const seconds = await reading;
    const start = 'APIs that verify access tokens offline still accept tokens that were already issued';
    return seconds === undefined
      ? `${start}, until they expire. To see how long that is: sf-admin client describe`
      : `${start}, for at most ${duration(seconds)}.`;
  };
}
