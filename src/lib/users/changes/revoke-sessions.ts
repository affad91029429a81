import type { Applied, Change } from '../../changes/change.js';
import type { FieldChange } from '../../model/field-change.js';
import { commandLine, type Directory } from '../../directory.js';
import { AdminError } from '../../errors.js';
import type { Session } from '../../model/session.js';
import { type UserDetail, userLabel } from '../../model/user.js';
import { counted } from '../../text/counted.js';
import { accessTokenNote } from './access-token-note.js';
import { all, revokeEach } from './revoke-each.js';
import { openSessions } from '../read/open-sessions.js';
import { changeUser } from './user-change.js';

export interface RevokeSessionsInput {
  /** An email, a `sub` or a user name. */
  readonly user: string;
  /** The ID of one; left out, all that are open. */
  readonly session?: string | undefined;
}

/**
 * Ends one session of a user, or all that are open (AdminRevokeUserSession). Others keep what they have: to end a token
 * session that came through the hosted pages for good, the session there is to be ended too, and a note says so.
 *
 * @throws AdminError SESSION_NOT_FOUND where the user has no such session open
 */
export function revokeSessions(directory: Directory, input: RevokeSessionsInput): Promise<Change> {
  return changeUser(directory, input.user, async (user) => {
    const open = await all(openSessions(directory.cognito, user.username));
    const ending = input.session === undefined ? open : [named(directory, open, input.session, user)];
    const sessions: FieldChange = {
      field: 'sessions',
      before: open.map(({ id }) => id),
      after: open.filter((session) => !ending.includes(session)).map(({ id }) => id),
      relative: true,
    };
    return {
      operation: 'users.sessions',
      fields: [sessions],
      irreversible: 'Whoever was signed in by it has to sign in again.',
      doneMessage: `Revoked ${counted(ending.length, 'session')} of ${userLabel(user)}.`,
      unchangedMessage: `${userLabel(user)} has no open session.`,
      notes: originNotes(directory, ending, open, user),
      notesAfter: async () => [await accessTokenNote(directory)],
      apply: () => revoke(directory, user, ending),
      unverifiedFields: () => stillOpen(directory, user, ending, sessions),
    };
  });
}

function named(directory: Directory, open: readonly Session[], id: string, user: UserDetail): Session {
  const session = open.find((one) => one.id === id);
  if (session !== undefined) return session;
  throw new AdminError('SESSION_NOT_FOUND', `${userLabel(user)} has no open session ${id}`, {
    hint: `Nothing was written. List those that are open: ${commandLine(directory, `users sessions ${userLabel(user)}`)}`,
  });
}

function originNotes(
  directory: Directory,
  ending: readonly Session[],
  open: readonly Session[],
  user: UserDetail,
): string[] {
  const origins = new Set(ending.flatMap(({ originSessionId }) => originSessionId ?? []));
  const staying = open.filter((session) => origins.has(session.id) && !ending.includes(session));
  return staying.map(
    ({ id }) =>
      `It came through session ${id} of the hosted pages, which can open another. To end that too:\n` +
      commandLine(directory, `users sessions ${userLabel(user)} --revoke ${id}`),
  );
}

async function revoke(
  { cognito }: Directory,
  user: UserDetail,
  ending: readonly Session[],
): Promise<Applied> {
  const Username = user.username;
  const { requestIds, detail, failed } = await revokeEach(ending, 'session', ({ id }) =>
    cognito.call('AdminRevokeUserSession', { Username, SessionId: id }),
  );
  if (failed === undefined) return { requestIds };
  const error = new AdminError(
    'PARTIAL',
    `${detail ?? ''} of ${userLabel(user)} revoked, and then: ${failed.message}`,
    {
      cause: failed,
      hint: 'Run the same command again: it does what is left.',
    },
  );
  return { requestIds, failed: error };
}

async function stillOpen(
  { cognito }: Directory,
  user: UserDetail,
  ended: readonly Session[],
  sessions: FieldChange,
): Promise<FieldChange[]> {
  for await (const { id } of openSessions(cognito, user.username)) {
    if (ended.some((session) => session.id === id)) return [sessions];
  }
  return [];
}
