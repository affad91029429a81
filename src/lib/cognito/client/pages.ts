import { createHash } from 'node:crypto';

import { badResponse } from '../errors/bad-response.js';

/**
 * The most items that Cognito puts on one page of ListUsers, ListUserPoolClients, ListUserImportJobs, AdminListDevices
 * or AdminListUserAuthEvents (API reference, each).
 */
export const PAGE_SIZE = 60;

/*
 * The most pages that are read of a list, and of the users of a pool, so that an endpoint which makes up tokens cannot keep
 * a command busy for ever. No real list is as long: a pool has at most 40 million users, which are 670,000 pages, 10,000 app
 * clients, and 1,000 import jobs ("Quotas in Amazon Cognito").
 */
const MAX_PAGES = 10_000;
export const MAX_USER_PAGES = 1_000_000;

/** The most pages without an item, one after another. A page of ListUsers may be empty if it has a filter. */
const MAX_EMPTY_PAGES = 10_000;

/** One page of a list: its items, the token of the next page, and the `$metadata` of the answer. */
export interface Page<Item> {
  readonly items: readonly Item[] | undefined;
  readonly nextToken?: string | undefined;
  readonly metadata?: { readonly requestId?: string | undefined };
}

/** A page that was checked: its items, perhaps none, and the token of the next page unless it is the last. */
export interface ReadPage<Item> {
  readonly items: readonly Item[];
  readonly nextToken: string | undefined;
}

export interface PagesOptions {
  /** The token of the first page to read. Default: the list's first page. */
  readonly from?: string | undefined;
  /** More pages are an error. Default: 10,000. */
  readonly maxPages?: number;
}

/**
 * Every item of a paged list. A page may be short or empty and still have a token, so only a missing token ends the list
 * (API reference, ListUsers).
 *
 * @throws AdminError BAD_RESPONSE: see `eachPage`
 */
export async function* pages<Item>(
  read: (token: string | undefined) => Promise<Page<Item>>,
  options?: PagesOptions,
): AsyncGenerator<Item, void, undefined> {
  for await (const { items } of eachPage(read, options)) yield* items;
}

/** The items of a list, all at once: see `pages`. For lists that are known to be short. */
export async function allOf<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
  const found: Item[] = [];
  for await (const item of items) found.push(item);
  return found;
}

/**
 * Every page of a paged list.
 *
 * @throws AdminError BAD_RESPONSE for a page with neither items nor a token, which must not pass for an empty
 *   list; for a token that was seen before, and for more pages than a real list has, since the list would never end
 */
export async function* eachPage<Item>(
  read: (token: string | undefined) => Promise<Page<Item>>,
  { from, maxPages = MAX_PAGES }: PagesOptions = {},
): AsyncGenerator<ReadPage<Item>, void, undefined> {
  const seen = new Set<string>();
  let emptyPages = 0;
  let token = from;
  if (token !== undefined) seen.add(digest(token));
  do {
    const { items, nextToken, metadata } = await read(token);
    if (items === undefined && nextToken === undefined) {
      throw badResponse('the response has no list', metadata);
    }
    token = nextToken === '' ? undefined : nextToken;
    // Before the items are returned: those of a repeated page were returned before.
    if (token !== undefined) {
      const mark = digest(token);
      if (seen.has(mark)) {
        throw badResponse('the response for the next page of a list leads back to an earlier page', metadata);
      }
      seen.add(mark);
    }
    emptyPages = items === undefined || items.length === 0 ? emptyPages + 1 : 0;
    const isEmptyForLong = emptyPages >= MAX_EMPTY_PAGES;
    if (token !== undefined && (seen.size >= maxPages || isEmptyForLong)) {
      const most = isEmptyForLong ? `${MAX_EMPTY_PAGES} empty pages` : `${maxPages} pages`;
      throw badResponse(`the list does not end: more than ${most}`, metadata);
    }
    yield { items: items ?? [], nextToken: token };
  } while (token !== undefined);
}

/** Tokens are up to several kB long, and a pool of a million users has 17,000: their digests take about 2 MB. */
function digest(token: string): string {
  return createHash('sha256').update(token).digest('base64');
}
