import { privilegedGroups, privilegedRoles } from '../conventions/roles.js';
import { statementPlace } from '../changes/place.js';
import type { Directory } from '../directory.js';
import { AdminError } from '../errors.js';
import { type TemporaryGrant, temporaryGrants } from '../grants/grant-ledger.js';
import { membersOf } from '../groups/read-groups.js';
import { historyStoresToShow } from '../history/history-stores.js';
import { operator } from '../history/history.js';
import { newestFirst } from '../history/newest-first.js';
import { isFederated, type User, userFromList } from '../model/user.js';
import { getUser } from '../users/read/find-user.js';
import { isSignIn, latestEvents, NO_SIGN_INS_RECORDED, recordsSignIns } from '../users/read/list-events.js';
import { userPages } from '../users/read/user-pages.js';
import type { AccessReview, LastChange, ReviewedUser } from './review.js';

export interface ReviewOptions {
  /** Only users with a privileged role or group. */
  readonly privileged: boolean;
  readonly reviewer: string | null;
  readonly now: Date;
  /** Called with the number of users read so far. */
  readonly onProgress: (users: number) => void;
  /** Called for each file of the history that is left out. */
  readonly warn: (text: string) => void;
}

/** What is not known of the sign-ins of a user. */
export const UNKNOWN = 'unknown';

/**
 * Who has access: every user of the pool, or of the tenant that the directory acts in, once, by tenant and address. The pool
 * and its privileged groups are listed; two calls are made for each user who is reviewed.
 *
 * @throws AdminError as the calls do, unless the caller may not make one for a user: that is then not known
 */
export async function readReview(directory: Directory, options: ReviewOptions): Promise<AccessReview> {
  const { privileged, reviewer, now } = options;
  const { ulid } = await import('ulid');
  const groups = await groupsByMember(directory);
  const changes = await lastChanges(directory, options.warn);
  const reader = new DetailReader(directory, await temporaryGrants(directory));
  const users = new Map<string, ReviewedUser>();
  let read = 0;
  const add = async (listed: readonly User[]): Promise<void> => {
    const wanted = listed.filter(({ username, roles }) => {
      if (users.has(username)) return false;
      return !privileged || groups.has(username) || privilegedRoles(roles, directory.conventions).length > 0;
    });
    const found = await Promise.all(
      wanted.map((user) =>
        reader.read(user, groups.get(user.username)?.names ?? [], changes.get(user.username) ?? null),
      ),
    );
    for (const user of found) if (user !== undefined) users.set(user.username, user);
    options.onProgress((read += listed.length));
  };
  for await (const page of userPages(directory, {}, { toUser: userFromList })) await add(page.users);
  // The list may lag behind the groups.
  await add([...groups.values()].map(({ user }) => user));
  return {
    id: ulid(now.getTime()),
    madeAt: now.toISOString(),
    madeBy: await operator(directory),
    ...statementPlace(directory),
    tenant: directory.tenant ?? null,
    privileged,
    reviewer,
    users: [...users.values()].sort(byTenantAndName),
    gaps: reader.gaps(),
  };
}

function byTenantAndName(one: ReviewedUser, other: ReviewedUser): number {
  const key = ({ tenantId, email, username }: ReviewedUser) => [tenantId ?? '', email ?? username, username].join('\0');
  return key(one) < key(other) ? -1 : 1;
}

/** The members of privileged groups by their user name, each with the names of the groups. */
async function groupsByMember(directory: Directory) {
  const members = new Map<string, { user: User; names: string[] }>();
  for (const name of new Set(directory.conventions.privilegedGroups ?? [])) {
    try {
      for await (const user of membersOf(directory, name)) {
        const known = members.get(user.username) ?? { user, names: [] };
        members.set(user.username, known);
        if (!known.names.includes(name)) known.names.push(name);
      }
    } catch (error) {
      // The conventions may name a group that is not made yet.
      if (!(error instanceof AdminError) || error.code !== 'GROUP_NOT_FOUND') throw error;
    }
  }
  return members;
}

/** The latest change of each user in the history of this machine, by the user name. */
async function lastChanges(directory: Directory, warn: (text: string) => void): Promise<Map<string, LastChange>> {
  const changes = new Map<string, LastChange>();
  const stores = await historyStoresToShow(directory, warn);
  for await (const { record } of newestFirst(stores)) {
    const { target, operation, startedAt, operator: by, result } = record;
    const isChange = target.kind === 'user' && result !== 'failed' && result !== 'unchanged';
    if (!isChange || changes.has(target.id) || !stores.isOwn(record)) continue;
    changes.set(target.id, { at: startedAt, by: by.osUser, operation });
  }
  return changes;
}

/** Reads of each user what the list does not have. What the caller may not read is not asked for again. */
class DetailReader {
  readonly #gaps = new Map<'mfa' | 'sign-ins', string>();

  constructor(
    private readonly directory: Directory,
    private readonly grants: readonly TemporaryGrant[],
  ) {}

  /** @returns `undefined` for a user who was deleted meanwhile, or moved to a tenant that the caller may not see */
  async read(
    listed: User,
    groups: readonly string[],
    lastChange: LastChange | null,
  ): Promise<ReviewedUser | undefined> {
    try {
      const detail = await this.#orGap('mfa', 'second factors', () => getUser(this.directory, listed.username));
      const user = detail ?? listed;
      if (this.directory.tenant !== undefined && user.tenantId !== this.directory.tenant) return undefined;
      const { username, sub, email, tenantId, roles, enabled, status, createdAt, updatedAt } = user;
      const { conventions } = this.directory;
      return {
        ...{ username, sub, email, tenantId, roles },
        privilegedRoles: privilegedRoles(roles, conventions),
        privilegedGroups: privilegedGroups(groups, conventions),
        temporary: this.grants
          .filter(({ target, role }) => target.id === username && roles.includes(role))
          .map(({ role, until }) => ({ role, until })),
        // Those of a federated user are at the identity provider.
        mfa: detail === undefined || isFederated(user) ? null : detail.mfa.methods,
        ...{ enabled, status, createdAt, updatedAt, lastChange },
        lastSignIn: isFederated(user) ? UNKNOWN : await this.#lastSignIn(username),
      };
    } catch (error) {
      if (error instanceof AdminError && error.code === 'USER_NOT_FOUND') return undefined;
      throw error;
    }
  }

  gaps(): string[] {
    return [...this.#gaps.values()];
  }

  async #lastSignIn(username: string): Promise<string | null> {
    const found = await this.#orGap('sign-ins', 'sign-ins', async () => {
      await this.#assertRecorded();
      for await (const event of latestEvents(this.directory.cognito, username, Infinity)) {
        if (isSignIn(event)) return { at: event.at };
      }
      return { at: null };
    });
    return found === undefined ? UNKNOWN : found.at;
  }

  async #assertRecorded(): Promise<void> {
    if (!recordsSignIns(await this.directory.pool())) {
      throw new AdminError('UNSUPPORTED_OPERATION', NO_SIGN_INS_RECORDED);
    }
  }

  async #orGap<T>(kind: 'mfa' | 'sign-ins', what: string, read: () => Promise<T>): Promise<T | undefined> {
    if (this.#gaps.has(kind)) return undefined;
    try {
      return await read();
    } catch (error) {
      if (!(error instanceof AdminError) || !['ACCESS_DENIED', 'UNSUPPORTED_OPERATION'].includes(error.code))
        throw error;
      this.#gaps.set(kind, `${what} are not known: ${error.message}`);
      return undefined;
    }
  }
}
