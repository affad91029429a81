import type { UserType } from '@aws-sdk/client-cognito-identity-provider';

import type { Cognito } from '../../cognito/client/cognito.js';
import type { OperationInput } from '../../cognito/client/operations.js';
import { eachPage, MAX_USER_PAGES, type Page, PAGE_SIZE } from '../../cognito/client/pages.js';
import type { Directory } from '../../directory.js';
import { defined } from '../../model/defined.js';
import type { User } from '../../model/user.js';
import { serverFilter } from './server-filter.js';
import type { UserFilter } from './user-filter.js';

/** The matching users of a page of ListUsers. */
export interface UserPage<Found extends User> {
  readonly users: readonly Found[];
  /** How many users were read to find these. */
  readonly read: number;
  /** The token of the next page, unless this is the last. */
  readonly nextToken: string | undefined;
  /** Whether the limit was reached while there were users left to read. */
  readonly isCut: boolean;
}

export interface UserPagesOptions<Found extends User> {
  readonly toUser: (user: UserType) => Found;
  /** Where to resume the same search: the token of the next page, and how many users were found before it. */
  readonly from?: { readonly token: string; readonly found: number } | undefined;
}

/**
 * Finds users, a page at a time. Cognito accepts one filter and none on a custom attribute, so the most selective one
 * is sent and the rest is matched here. If the directory acts in a tenant, only users of that tenant match.
 */
export async function* userPages<Found extends User>(
  directory: Directory,
  filter: UserFilter,
  { toUser, from }: UserPagesOptions<Found>,
): AsyncGenerator<UserPage<Found>, void, undefined> {
  let found = from?.found ?? 0;
  for await (const { items, nextToken } of readPages(directory, filter, from?.token)) {
    const users: Found[] = [];
    let read = 0;
    for (const item of items) {
      if (found + users.length === filter.limit) break;
      const user = toUser(item);
      read += 1;
      if (matches(user, filter, directory.tenant)) users.push(user);
    }
    found += users.length;
    const isLast = found === filter.limit;
    const isCut = isLast && (read < items.length || nextToken !== undefined);
    yield { users, read, nextToken: isLast ? undefined : nextToken, isCut };
    if (isLast) return;
  }
}

function readPages(directory: Directory, filter: UserFilter, from: string | undefined) {
  const Filter = filterSent(filter);
  const { limit, ...criteria } = filter;
  const count = Object.values<unknown>(criteria).filter((criterion) => criterion !== undefined).length;
  // If users of a page may be dropped here, a small page would only mean more calls.
  const isMatchedByServer = directory.tenant === undefined && (count === 0 || (count === 1 && Filter !== undefined));
  const Limit = isMatchedByServer && limit !== undefined ? Math.min(limit, PAGE_SIZE) : PAGE_SIZE;
  return eachPage(pageOfUsers(directory.cognito, { Limit, ...defined({ Filter }) }), {
    from,
    maxPages: MAX_USER_PAGES,
  });
}

/** Reads a page of ListUsers, for `pages` and `eachPage`. */
export function pageOfUsers(cognito: Cognito, input: OperationInput<'ListUsers'>) {
  return async (PaginationToken: string | undefined): Promise<Page<UserType>> => {
    const page = await cognito.call('ListUsers', { ...input, ...defined({ PaginationToken }) });
    return { items: page.Users, nextToken: page.PaginationToken, metadata: page.$metadata };
  };
}

/**
 * The items, each of the next ones requested before the present one is returned: a page arrives while the users of another are
 * read.
 */
export async function* readAhead<Item>(
  items: AsyncGenerator<Item, void, undefined>,
): AsyncGenerator<Item, void, undefined> {
  const request = () => {
    const next = items.next();
    // The error is thrown when it is the item's turn.
    next.catch(() => undefined);
    return next;
  };
  try {
    let next = request();
    for (let item = await next; item.done !== true; item = await next) {
      next = request();
      yield item.value;
    }
  } finally {
    await items.return();
  }
}

/** The one filter that is sent to Cognito: the most selective of those that it supports. */
function filterSent({ emailPrefix, status, enabled }: UserFilter): string | undefined {
  if (emailPrefix !== undefined) return serverFilter('email', '^=', emailPrefix);
  if (status !== undefined) return serverFilter('cognito:user_status', '=', status);
  if (enabled !== undefined) return serverFilter('status', '=', enabled ? 'Enabled' : 'Disabled');
  return undefined;
}

function matches(
  user: User,
  { roles = [], department, status, enabled, text }: UserFilter,
  tenant: string | undefined,
): boolean {
  return (
    (tenant === undefined || user.tenantId === tenant) &&
    roles.every((role) => user.roles.includes(role)) &&
    (department === undefined || user.department === department) &&
    (status === undefined || user.status === status) &&
    (enabled === undefined || user.enabled === enabled) &&
    (text === undefined || contains(user, text))
  );
}

/** Whether a name of the user contains the text. The same letters may be stored composed or decomposed. */
function contains({ username, sub, email, givenName, familyName }: User, text: string): boolean {
  const fullName = [givenName, familyName].filter((name) => name !== null).join(' ');
  const sought = comparable(text);
  return [fullName, email, sub, username].some((name) => name !== null && comparable(name).includes(sought));
}

function comparable(text: string): string {
  return text.normalize('NFC').toLowerCase();
}
