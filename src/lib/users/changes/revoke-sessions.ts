import type { Applied, Change } from '../../changes/change.js';
import { takeEach } from '../../changes/take-each.js';
import { allOf } from '../../cognito/client/pages.js';
import type { FieldChange } from '../../model/field-change.js';
import { commandLine, type Directory } from '../../directory.js';
import { AdminError } from '../../errors.js';
import type { Session } from '../../model/session.js';
import { type UserDetail, userLabel } from '../../model/user.js';
import { counted } from '../../text/counted.js';
import { openSessions } from '../read/list-sessions.js';
import { accessTokenNote } from './sign-out-user.js';
import { changeUser } from './user-change.js';

/** One may have ended by itself: because of a sign-out, for example. */
export const SESSIONS = { noun: 'session', gone: 'SESSION_NOT_FOUND' } as const;

export interface RevokeSessionsInput {
  /** An email, a `sub` or a user name. */
  readonly user: string;
  /** The ID of one session; all open sessions if left out. */
  readonly session?: string | undefined;
}

/**
 * Ends one session of a user, or all open ones (AdminRevokeUserSession). A token session that was opened through the
 * hosted UI can be opened again from there, so a note names that session too.
 *
 * @throws AdminError SESSION_NOT_FOUND if the user has no such session open
 */
export function revokeSessions(directory: Directory, input: RevokeSessionsInput): Promise<Change> {
  const tokenNote = accessTokenNote(directory);
  return changeUser(directory, input.user, async (user) => {
    // All, before any is ended: ending one could shift the pages that are still to be read.
    const open = await allOf(openSessions(directory.cognito, user.username));
    const ending = input.session === undefined ? open : [sessionOf(directory, open, input.session, user)];
    const sessions: FieldChange = {
      field: 'sessions',
      before: open.map(({ id }) => id),
      after: open.filter((session) => !ending.includes(session)).map(({ id }) => id),
      relative: true,
    };
    return {
      operation: 'users.sessions',
      fields: [sessions],
      irreversible: 'A user who was signed out has to sign in again.',
      doneMessage: `Revoked ${counted(ending.length, 'session')} of ${userLabel(user)}.`,
      unchangedMessage: `${userLabel(user)} has no open session.`,
      notes: originNotes(directory, ending, open, user),
      notesAfter: async () => [await tokenNote()],
      apply: () => revoke(directory, user, ending),
      unverifiedFields: () => stillOpen(directory, user, ending, sessions),
    };
  });
}

function sessionOf(directory: Directory, open: readonly Session[], id: string, user: UserDetail): Session {
  const session = open.find((one) => one.id === id);
  if (session !== undefined) return session;
  throw new AdminError('SESSION_NOT_FOUND', `${userLabel(user)} has no open session ${id}`, {
    hint: `Nothing was changed. To list the open ones: ${commandLine(directory, `users sessions ${userLabel(user)}`)}`,
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
      `It was opened through session ${id} of the hosted UI, which can open another. To revoke that too:\n` +
      commandLine(directory, `users sessions ${userLabel(user)} --revoke ${id}`),
  );
}

async function revoke({ cognito }: Directory, user: UserDetail, ending: readonly Session[]): Promise<Applied> {
  const Username = user.username;
  const { requestIds, detail, failed } = await takeEach(ending, SESSIONS, ({ id }) =>
    cognito.call('AdminRevokeUserSession', { Username, SessionId: id }),
  );
  if (failed === undefined) return { requestIds };
  const error = new AdminError(
    'PARTIAL',
    `revoked ${detail ?? ''} of ${userLabel(user)}, then failed: ${failed.message}`,
    { cause: failed, hint: 'Run the same command again to revoke the rest.' },
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
