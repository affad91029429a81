import type { Directory } from '../directory.js';
import { AdminError } from '../errors.js';
import { groupsIfAllowed } from '../groups/user-groups.js';
import { movedFields } from '../model/field-change.js';
import { ATTRIBUTE, splitRoles, type User, type UserDetail } from '../model/user.js';
import type { Claims } from './verify-token.js';

/** Something that the user pool says otherwise than the token. */
export interface TokenDifference {
  /** As in a user's JSON: `roles`, `groups`; `user` if the user has been deleted. */
  readonly field: 'user' | 'enabled' | 'tenantId' | 'roles' | 'email' | 'groups';
  /** A sentence. */
  readonly found: string;
}

export interface Comparison {
  readonly differences: readonly TokenDifference[];
  /** What could not be read, and so was not compared. */
  readonly unread: readonly string[];
}

/** The roles in a token: `custom:role` as it is stored, or as a list, as a pre-token trigger may write it. */
export function rolesOf(claims: Claims): string[] {
  const stored = claims[ATTRIBUTE.roles];
  return typeof stored === 'string' ? splitRoles(stored) : texts(stored);
}

/** The groups in a token (`cognito:groups`), which is left out for a user without any. */
export function groupsOf(claims: Claims): string[] {
  return texts(claims['cognito:groups']);
}

function texts(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
}

/**
 * How a user differs today from what a token says. Only claims that the token has are compared, and groups: an access token
 * has no attributes, and an ID token those that the app client may read.
 *
 * @param user `undefined` if there is no user of that name any more
 * @param now the time of reading
 */
export async function compareWithUser(
  directory: Directory,
  claims: Claims,
  user: UserDetail | undefined,
  now: Date,
): Promise<Comparison> {
  if (user === undefined) return only('The user has been deleted.');
  if (user.sub !== claims.sub) return only('The user has been deleted, and another user has the user name now.');
  const groups = await groupsIfAllowed(directory.cognito, user.username);
  const all = [...attributeDifferences(claims, user), ...(groups === null ? [] : groupDifferences(claims, groups))];
  const since = all.length === 0 ? new Map<string, string>() : await changeTimes(directory, user, now);
  return {
    differences: all.map(({ field, found }) => ({ field, found: `${found}${when(since.get(field), user, field)}.` })),
    unread: groups === null ? ['The groups of the user were not compared: listing them is not allowed.'] : [],
  };
}

function only(found: string): Comparison {
  return { differences: [{ field: 'user', found }], unread: [] };
}

/** Without the time and the full stop. */
function attributeDifferences(claims: Claims, user: User): TokenDifference[] {
  const differences: TokenDifference[] = [];
  const add = (field: TokenDifference['field'], found: string) => differences.push({ field, found });
  const { [ATTRIBUTE.tenantId]: tenant, [ATTRIBUTE.email]: email } = claims;
  if (!user.enabled) add('enabled', 'The token is that of a user who is disabled');
  if (typeof tenant === 'string' && tenant !== user.tenantId) {
    add('tenantId', `The token still says ${tenant}; the user belongs to ${user.tenantId ?? 'no tenant'}`);
  }
  if (claims[ATTRIBUTE.roles] !== undefined && !sameSet(rolesOf(claims), user.roles)) {
    add('roles', `The token still says ${named(rolesOf(claims), 'role')}; the user is ${named(user.roles, 'role')}`);
  }
  if (typeof email === 'string' && email !== user.email) {
    add('email', `The token still says ${email}; the address of the user is ${user.email ?? 'removed'}`);
  }
  return differences;
}

function groupDifferences(claims: Claims, groups: readonly string[]): TokenDifference[] {
  const inToken = groupsOf(claims);
  if (sameSet(inToken, groups)) return [];
  const found = `The token still says ${named(inToken, 'group')}; the user is in ${named(groups, 'group')}`;
  return [{ field: 'groups', found }];
}

function sameSet(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((name) => other.includes(name));
}

function named(names: readonly string[], kind: string): string {
  return names.length === 0 ? `no ${kind}` : names.join(', ');
}

/** A change of groups is no change of the user, so their date says nothing about it. */
function when(since: string | undefined, { updatedAt }: User, field: string): string {
  if (since !== undefined) return ` since ${since}`;
  return updatedAt === null || field === 'groups' ? '' : ` (the user was last changed at ${updatedAt})`;
}

/** When each field of a user was last changed, by the history of this machine. It is only a help: it may be unreadable. */
async function changeTimes(directory: Directory, { username }: User, now: Date): Promise<Map<string, string>> {
  const { listRecords } = await import('../history/list-records.js');
  const times = new Map<string, string>();
  try {
    const { records } = listRecords(directory, { user: username, failed: false }, { now, warn: () => undefined });
    for await (const { fields, result, startedAt } of records) {
      if (result !== 'done') continue;
      for (const { field } of movedFields(fields)) if (!times.has(field)) times.set(field, startedAt);
    }
  } catch (error) {
    if (!(error instanceof AdminError) || error.code === 'CANCELLED') throw error;
  }
  return times;
}
