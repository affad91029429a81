import { badResponse } from '../errors/bad-response.js';
import { loopCheck } from './loop-check.js';

/**
 * The most items that Cognito puts on one page of ListUsers, ListUserPoolClients, ListUserImportJobs, AdminListDevices
 * or AdminListUserAuthEvents (API reference, each).
 */
export const PAGE_SIZE = 60;

/** One page of a list: its items, the token that asks for the next, and the `$metadata` of the answer that it came in. */
export interface Page<Item> {
  readonly items: readonly Item[] | undefined;
  readonly nextToken?: string | undefined;
  readonly metadata?: { readonly requestId?: string | undefined };
}

/** A page that is known to be one: its items, perhaps none, and the token of the next unless it is the last. */
export interface ReadPage<Item> {
  readonly items: readonly Item[];
  readonly nextToken: string | undefined;
}

/**
 * Every item of a paged list, a page at a time. A page may be short or empty and still have a token, so only a
 * missing token ends the list (API reference, ListUsers).
 *
 * @throws AdminError BAD_RESPONSE: see `eachPage`
 */
export async function* pages<Item>(
  read: (token: string | undefined) => Promise<Page<Item>>,
): AsyncGenerator<Item, void, undefined> {
  for await (const { items } of eachPage(read)) yield* items;
}

/**
 * Every page of a paged list, in constant memory.
 *
 * @param from the token of the page to begin with; the first unless given
 * @throws AdminError BAD_RESPONSE for a page with neither items nor a token: that is no list, and must not pass for an
 *   empty one; and for a token that came before: the list would have no end
 */
export async function* eachPage<Item>(
  read: (token: string | undefined) => Promise<Page<Item>>,
  from?: string,
): AsyncGenerator<ReadPage<Item>, void, undefined> {
  const cameBefore = loopCheck();
  let token = from;
  if (token !== undefined) cameBefore(token);
  do {
    const { items, nextToken, metadata } = await read(token);
    if (items === undefined && nextToken === undefined) {
      throw badResponse('asked for a list, and was answered none', metadata);
    }
    token = nextToken === '' ? undefined : nextToken;
    // Before the items: those of a page that comes again have been given already.
    if (token !== undefined && cameBefore(token)) {
      throw badResponse('asked for the next page of a list, and was sent back to an earlier one', metadata);
    }
    yield { items: items ?? [], nextToken: token };
  } while (token !== undefined);
}
