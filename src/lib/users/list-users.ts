import type { UserStatusType } from '@aws-sdk/client-cognito-identity-provider';

import { pages } from '../cognito/pages.js';
import { parseDepartment } from '../conventions/department.js';
import type { Directory } from '../directory.js';
import { AdminError } from '../errors.js';
import { type User, userFromList } from '../model/user.js';
import { namedRoles } from './named-roles.js';
import { serverFilter } from './server-filter.js';

/** Cognito's UserStatusType (API reference). */
export const USER_STATUSES = [
  'UNCONFIRMED',
  'CONFIRMED',
  'ARCHIVED',
  'COMPROMISED',
  'UNKNOWN',
  'RESET_REQUIRED',
  'FORCE_CHANGE_PASSWORD',
  'EXTERNAL_PROVIDER',
] as const satisfies readonly UserStatusType[];

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

/** The users found, as they come, and how many were read to find them so far. */
export interface UserSearch {
  readonly users: AsyncIterable<User>;
  readonly read: () => number;
  readonly found: () => number;
}

/** The most that a page of ListUsers holds (API reference, ListUsers). */
const PAGE = 60;

/**
 * Finds users, a page at a time. Cognito takes one filter and none on a custom attribute, so the most selective one
 * is sent and the rest is matched here. The directory's tenant, where there is one, is always matched.
 *
 * @throws AdminError UNKNOWN_ROLE, INVALID_DEPARTMENT, MISSING_INPUT for an empty role or prefix, before anything is read
 */
export function listUsers(directory: Directory, filter: UserFilter): UserSearch {
  const { tenant } = directory;
  if (filter.emailPrefix === '') throw emptyPrefix();
  if (filter.department !== undefined) parseDepartment(filter.department, directory.conventions);
  const roles = filter.role === undefined ? [] : namedRoles([filter.role], directory.conventions);
  let read = 0;
  let found = 0;

  async function* users(): AsyncGenerator<User, void, undefined> {
    for await (const user of readPages(directory, filter, tenant !== undefined)) {
      read += 1;
      if (!matches(user, { ...filter, roles }, tenant)) continue;
      found += 1;
      yield user;
      if (found === filter.limit) return;
    }
  }
  return { users: users(), read: () => read, found: () => found };
}

/** An empty prefix is a variable that a script forgot to set: it would match everybody. */
function emptyPrefix(): AdminError {
  return new AdminError('MISSING_INPUT', '--email-prefix is empty', {
    hint: 'Give the start of an address, or leave the flag out to list everybody.',
  });
}

function readPages(directory: Directory, filter: UserFilter, hasTenant: boolean): AsyncGenerator<User> {
  const Filter = filterSent(filter);
  const { limit, ...criteria } = filter;
  const count = Object.values<unknown>(criteria).filter((criterion) => criterion !== undefined).length;
  // Where some of what a page holds is dropped here, a small page would only mean more of them.
  const isMatchedByServer = !hasTenant && (count === 0 || (count === 1 && Filter !== undefined));
  const Limit = isMatchedByServer && limit !== undefined ? Math.min(limit, PAGE) : PAGE;
  return pages(async (PaginationToken) => {
    const page = await directory.cognito.call('ListUsers', {
      Limit,
      ...(Filter === undefined ? {} : { Filter }),
      ...(PaginationToken === undefined ? {} : { PaginationToken }),
    });
    return {
      items: page.Users?.map(userFromList),
      nextToken: page.PaginationToken,
      metadata: page.$metadata,
    };
  });
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
