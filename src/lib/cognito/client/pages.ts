import { createHash } from 'node:crypto';

import { badResponse } from '../errors/bad-response.js';

/**
 * The most items that Cognito puts on one page of ListUsers, ListUserPoolClients, ListUserImportJobs, AdminListDevices
 * or AdminListUserAuthEvents (API reference, each).
 */
export const PAGE_SIZE = 60;

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

/**
 * Every item of a paged list. A page may be short or empty and still have a token, so only a missing token ends the list
 * (API reference, ListUsers).
 *
 * @throws AdminError BAD_RESPONSE: see `eachPage`
 */
export async function* pages<Item>(
  read: (token: string | undefined) => Promise<Page<Item>>,
): AsyncGenerator<Item, void, undefined> {
  for await (const { items } of eachPage(read)) yield* items;
}

/**
 * Every page of a paged list.
 *
 * @param from the token of the first page to read. Default: the list's first page.
 * @throws AdminError BAD_RESPONSE for a page with neither items nor a token, which must not pass for an empty
 *   list; and for a token that was seen before, since the list would never end
 */
export async function* eachPage<Item>(
  read: (token: string | undefined) => Promise<Page<Item>>,
  from?: string,
): AsyncGenerator<ReadPage<Item>, void, undefined> {
  const seen = new Set<string>();
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
    yield { items: items ?? [], nextToken: token };
  } while (token !== undefined);
}

/** Tokens are up to several kB long, and a pool of a million users has 17,000: their digests take about 2 MB. */
function digest(token: string): string {
  return createHash('sha256').update(token).digest('base64');
}
