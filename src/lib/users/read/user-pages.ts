import { defined } from '../../model/defined.js';
import type { UserType } from '@aws-sdk/client-cognito-identity-provider';

import { eachPage, PAGE_SIZE } from '../../cognito/client/pages.js';
import { parseDepartment } from '../../conventions/department.js';
import type { Directory } from '../../directory.js';
import { AdminError } from '../../errors.js';
import type { User, USER_STATUSES } from '../../model/user.js';
import { namedRoles } from '../attributes/named-roles.js';
import { serverFilter } from './server-filter.js';

/** What a user must match; what is left out matches all. */
export interface UserFilter {
  /** A role, or several separated by commas, each of which the user holds. */
  readonly role?: string | undefined;
  readonly department?: string | undefined;
  readonly status?: (typeof USER_STATUSES)[number] | undefined;
  readonly enabled?: boolean | undefined;
  readonly emailPrefix?: string | undefined;
  /** The most users to find. */
  readonly limit?: number | undefined;
}

/** A page of ListUsers, as far as it matches. */
export interface UserPage<Found extends User> {
  readonly users: readonly Found[];
  /** How many users had to be read to find these. */
  readonly read: number;
  /** Where the next page begins, unless this is the last. */
  readonly nextToken: string | undefined;
}

export interface UserReading<Found extends User> {
  readonly toUser: (user: UserType) => Found;
  /** Where to begin, for the same filter: the next token of a page, and how many users were found up to it. */
  readonly from?: { readonly token: string; readonly found: number } | undefined;
}

/**
 * Finds users, a page at a time. Cognito takes one filter and none on a custom attribute, so the most selective one
 * is sent and the rest is matched here. The directory's tenant, where there is one, is always matched.
 *
 * @throws AdminError UNKNOWN_ROLE, INVALID_DEPARTMENT, MISSING_INPUT for an empty role or prefix, before anything is read
 */
export function userPages<Found extends User>(
  directory: Directory,
  filter: UserFilter,
  { toUser, from }: UserReading<Found>,
): AsyncGenerator<UserPage<Found>, void, undefined> {
  const { tenant } = directory;
  if (filter.emailPrefix === '') throw emptyPrefix();
  if (filter.department !== undefined) parseDepartment(filter.department, directory.conventions);
  const roles = filter.role === undefined ? [] : namedRoles([filter.role], directory.conventions);

  async function* matching(): AsyncGenerator<UserPage<Found>, void, undefined> {
    let found = from?.found ?? 0;
    for await (const { items, nextToken } of readPages(directory, filter, from?.token)) {
      const users: Found[] = [];
      let read = 0;
      for (const item of items) {
        if (found + users.length === filter.limit) break;
        const user = toUser(item);
        read += 1;
        if (matches(user, { ...filter, roles }, tenant)) users.push(user);
      }
      found += users.length;
      const isLast = found === filter.limit;
      yield { users, read, nextToken: isLast ? undefined : nextToken };
      if (isLast) return;
    }
  }
  return matching();
}

/** An empty prefix is a variable that a script forgot to set: it would match everybody. */
function emptyPrefix(): AdminError {
  return new AdminError('MISSING_INPUT', '--email-prefix is empty', {
    hint: 'Give the start of an address, or leave the flag out to list everybody.',
  });
}

function readPages(directory: Directory, filter: UserFilter, from: string | undefined) {
  const Filter = filterSent(filter);
  const { limit, ...criteria } = filter;
  const count = Object.values<unknown>(criteria).filter((criterion) => criterion !== undefined).length;
  // Where some of what a page holds is dropped here, a small page would only mean more of them.
  const isMatchedByServer =
    directory.tenant === undefined && (count === 0 || (count === 1 && Filter !== undefined));
  const Limit = isMatchedByServer && limit !== undefined ? Math.min(limit, PAGE_SIZE) : PAGE_SIZE;
  return eachPage(async (PaginationToken) => {
    const page = await directory.cognito.call('ListUsers', {
      Limit,
      ...defined({ Filter, PaginationToken }),
    });
    return { items: page.Users, nextToken: page.PaginationToken, metadata: page.$metadata };
  }, from);
}

/** The one filter that Cognito is sent: the most selective of those it can match. */
function filterSent({ emailPrefix, status, enabled }: UserFilter): string | undefined {
  if (emailPrefix !== undefined) return serverFilter('email', '^=', emailPrefix);
  if (status !== undefined) return serverFilter('cognito:user_status', '=', status);
  if (enabled !== undefined) return serverFilter('status', '=', enabled ? 'Enabled' : 'Disabled');
  return undefined;
}

function matches(
  user: User,
  filter: UserFilter & { readonly roles: readonly string[] },
  tenant: string | undefined,
): boolean {
  return (
    (tenant === undefined || user.tenantId === tenant) &&
    filter.roles.every((role) => user.roles.includes(role)) &&
    (filter.department === undefined || user.department === filter.department) &&
    (filter.status === undefined || user.status === filter.status) &&
    (filter.enabled === undefined || user.enabled === filter.enabled)
  );
}
