import { type Diagnosis, diagnoseUser } from '../../checks/people/diagnose-user.js';
import { allOf } from '../../cognito/client/pages.js';
import type { Directory } from '../../directory.js';
import type { ChangeRecord } from '../../history/record.js';
import type { Session } from '../../model/session.js';
import type { SignInEvent } from '../../model/sign-in-event.js';
import type { UserDetail } from '../../model/user.js';
import { findUser } from '../../users/read/find-user.js';
import { latestEvents } from '../../users/read/list-events.js';
import { openSessions } from '../../users/read/list-sessions.js';
import { readChanges } from '../history/read-changes.js';
import { type Origin, originOf } from '../origin.js';
import { type Unread, UnreadParts } from '../unread.js';

/** Everything that is known of one user. The keys are the JSON output; `null` is what could not be read. */
export interface UserReport {
  readonly origin: Origin;
  readonly user: UserDetail;
  readonly diagnosis: Omit<Diagnosis, 'user'>;
  readonly sessions: readonly Session[] | null;
  /** The latest, newest first. */
  readonly events: readonly SignInEvent[] | null;
  readonly history: UserHistory | null;
  readonly unread: readonly Unread[];
}

/** The changes of a user. */
export interface UserHistory {
  readonly total: number;
  /** The newest of them, newest first. */
  readonly latest: readonly ChangeRecord[];
  /** Sentences about what could not be read. */
  readonly gaps: readonly string[];
}

/** The most sign-in events and changes that are shown. */
const EVENTS = 50;
const CHANGES = 50;

/**
 * Reads the account, diagnosis, sessions, events and changes of a user.
 *
 * @param input.user an email, a `sub` or a user name
 * @throws AdminError as `findUser` does; as the other calls do, unless the caller may not make one: that part is then unread
 */
export async function readUserReport(directory: Directory, input: { user: string }, now: Date): Promise<UserReport> {
  const user = await findUser(directory, input.user);
  const origin = await originOf(directory, now);
  const parts = new UnreadParts();
  const { cognito } = directory;
  const { user: _, ...diagnosis } = await diagnoseUser(directory, { user: user.username }, now);
  return {
    origin,
    user,
    diagnosis,
    sessions: await parts.read('the sessions', () => allOf(openSessions(cognito, user.username))),
    events: await parts.read('the sign-in events', () => allOf(latestEvents(cognito, user.username, EVENTS))),
    history: await parts.read('the history', () => historyOf(directory, user, now)),
    unread: parts.list,
  };
}

async function historyOf(directory: Directory, { username }: UserDetail, now: Date): Promise<UserHistory> {
  const { records, gaps } = readChanges(directory, { user: username }, now);
  const latest: ChangeRecord[] = [];
  let total = 0;
  for await (const record of records) {
    total += 1;
    if (latest.length < CHANGES) latest.push(record);
  }
  return { total, latest, gaps: gaps() };
}
