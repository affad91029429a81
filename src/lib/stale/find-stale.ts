import type { UserType } from '@aws-sdk/client-cognito-identity-provider';

import { eachPage, MAX_USER_PAGES, PAGE_SIZE } from '../cognito/client/pages.js';
import type { Directory } from '../directory.js';
import { AdminError } from '../errors.js';
import { type User, userFromList } from '../model/user.js';
import { pageOfUsers, readAhead, userPages } from '../users/read/user-pages.js';
import { type Read, SignalReader } from './signal-reader.js';
import {
  type Criterion,
  criterionOf,
  datesOf,
  isActive,
  type Known,
  latestSignal,
  type Signal,
  verdictOf,
} from './staleness.js';
import type { TrailSignals } from './trail-signals.js';

/** A user who is stale, or of whom that is not known. The keys are part of the JSON output. */
export interface StaleUser extends Omit<User, 'emailVerified' | 'givenName' | 'familyName' | 'department' | 'enabled'> {
  readonly criterion: Criterion;
  readonly state: 'stale' | 'unknown';
  /** Whole days since the latest signal; `null` if there is none. */
  readonly days: number | null;
  readonly lastSignal: Signal['kind'] | null;
  /** ISO 8601, UTC. */
  readonly lastSignalAt: string | null;
  /** What shows that there is no later signal; `null` if nothing does. */
  readonly evidence: 'status' | 'events' | 'cloudtrail' | null;
  readonly reason: string;
}

export interface StaleOptions {
  /** The criteria to look for, each with its days. */
  readonly periods: Readonly<Partial<Record<Criterion, number>>>;
  /** What a file of CloudTrail says. */
  readonly trail: TrailSignals | undefined;
  /** Return users of whom it is not known, too. */
  readonly includeUnknown: boolean;
  readonly now: Date;
}

/** Users who are stale, as they are found, and what was found so far. Each user who was read is counted once. */
export interface StaleSearch {
  readonly users: AsyncIterable<StaleUser>;
  readonly counts: {
    readonly read: number;
    readonly stale: number;
    /** Users of whom it is not known, by the reason. */
    readonly unknown: ReadonlyMap<string, number>;
    /** Users who were deleted after they were listed. */
    readonly deleted: number;
  };
}

const DAY_MS = 86_400_000;

/**
 * Finds the users of the pool, or of the tenant that the directory acts in, who have not used their accounts for long. The pool
 * is listed once, or twice if the file of CloudTrail has sign-ins by a name alone. Two or three calls are made for each user
 * who is old enough, until there is a signal of the user.
 *
 * @throws AdminError as the calls do, unless the caller may not make one for a user: that is then not known
 */
export function findStale(directory: Directory, options: StaleOptions): StaleSearch {
  const unknown = new Map<string, number>();
  const counts = { read: 0, stale: 0, unknown, deleted: 0 };
  async function* users(): AsyncGenerator<StaleUser, void, undefined> {
    const reader = new SignalReader(directory, await directory.pool());
    await claimNames(directory, options);
    const judge = async (user: NamedUser): Promise<StaleUser | undefined> => {
      try {
        return await judgeUser(user, reader, options);
      } catch (error) {
        if (!(error instanceof AdminError) || error.code !== 'USER_NOT_FOUND') throw error;
        counts.deleted += 1;
        return undefined;
      }
    };
    for await (const page of readAhead(userPages(directory, {}, { toUser: namedUser }))) {
      const found = await Promise.all(page.users.map(judge));
      counts.read += page.read;
      for (const user of found) {
        if (user === undefined) continue;
        if (user.state === 'stale') counts.stale += 1;
        else unknown.set(user.reason, (unknown.get(user.reason) ?? 0) + 1);
        if (user.state === 'stale' || options.includeUnknown) yield user;
      }
    }
  }
  return { users: users(), counts };
}

/** A user, and every name by which a request may name the user. */
interface NamedUser extends User {
  readonly names: readonly string[];
}

function namedUser(user: UserType): NamedUser {
  return { ...userFromList(user), names: namesOf(user) };
}

/** The user name, and the attributes that are sign-in names or aliases of it, or may have been. */
function namesOf({ Username = '', Attributes = [] }: UserType): string[] {
  const names = Attributes.filter(({ Name }) => NAMES.has(Name ?? '')).flatMap(({ Value }) => Value ?? []);
  return [Username, ...names];
}

const NAMES = new Set(['sub', 'email', 'phone_number', 'preferred_username']);

/** Says whose the names in a file of CloudTrail are, users of other tenants included: one that is nobody's may be anybody's. */
async function claimNames({ cognito }: Directory, { periods: { inactive }, trail, now }: StaleOptions): Promise<void> {
  if (inactive === undefined || trail?.needsNames(now.getTime() - inactive * DAY_MS) !== true) return;
  const pages = eachPage(pageOfUsers(cognito, { Limit: PAGE_SIZE }), { maxPages: MAX_USER_PAGES });
  for await (const { items } of readAhead(pages)) for (const user of items) trail.claim(namesOf(user));
}

/** @returns `undefined` for a user who is active, or whom no criterion is about */
async function judgeUser(
  user: NamedUser,
  reader: SignalReader,
  { periods, trail, now }: StaleOptions,
): Promise<StaleUser | undefined> {
  const criterion = criterionOf(user);
  const days = criterion === undefined ? undefined : periods[criterion];
  if (criterion === undefined || days === undefined) return undefined;
  const since = now.getTime() - days * DAY_MS;
  const listed = [...datesOf(user), ...(trail?.of(user.names) ?? [])];
  // Most users need no call.
  if (isActive({ signals: listed, since })) return undefined;
  const read = await reader.read(user, since);
  const signals = [...listed, ...read.signals];
  const known = { criterion, since, signals, unread: read.unread, record: recordOf(read, trail, since, now) };
  const verdict = verdictOf(known);
  if (verdict.state === 'active') return undefined;
  return staleUser(user, known, verdict, now);
}

function recordOf({ record }: Read, trail: TrailSignals | undefined, since: number, now: Date): Known['record'] {
  if (typeof record === 'string' || trail === undefined) return record;
  const gaps = trail.gaps(since, now.getTime());
  return gaps.length === 0 ? 'cloudtrail' : [...record, ...gaps];
}

function staleUser(
  { username, sub, email, tenantId, roles, status, createdAt, updatedAt }: User,
  { criterion, signals }: Known,
  verdict: Exclude<ReturnType<typeof verdictOf>, { state: 'active' }>,
  now: Date,
): StaleUser {
  const latest = latestSignal(signals);
  const days = latest === undefined ? null : Math.floor((now.getTime() - Date.parse(latest.at)) / DAY_MS);
  return {
    ...{ username, sub, email, tenantId, roles, status, createdAt, updatedAt },
    criterion,
    state: verdict.state,
    days,
    lastSignal: latest?.kind ?? null,
    lastSignalAt: latest?.at ?? null,
    evidence: verdict.state === 'stale' ? verdict.evidence : null,
    reason: verdict.state === 'stale' ? WHY[criterion] : verdict.reason,
  };
}

/** Why users are stale. */
const WHY: Readonly<Record<Criterion, string>> = {
  inactive: 'has not signed in or renewed tokens in the period',
  unconfirmed: 'has not confirmed the sign-up',
  invited: 'has not replaced the temporary password',
};
