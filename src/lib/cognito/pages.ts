import { badResponse } from './bad-response.js';

/** One page of a list: its items, the token that asks for the next, and the `$metadata` of the answer that it came in. */
export interface Page<Item> {
  readonly items: readonly Item[] | undefined;
  readonly nextToken?: string | undefined;
  readonly metadata?: { readonly requestId?: string | undefined };
}

/**
 * Every item of a paged list, a page at a time. A page may be short or empty and still have a token, so only a
 * missing token ends the list (API reference, ListUsers).
 *
 * @throws AdminError BAD_RESPONSE for a page with neither: that is no list, and must not pass for an empty one; and for
 *   a token that came before: the list would have no end
 */
export async function* pages<Item>(
  read: (token: string | undefined) => Promise<Page<Item>>,
): AsyncGenerator<Item, void, undefined> {
  const seen = new Set<string>();
  let token: string | undefined;
  do {
    const { items, nextToken, metadata } = await read(token);
    if (items === undefined && nextToken === undefined) {
      throw badResponse('asked for a list, and was answered none', metadata);
    }
    // Before the items: those of a page that comes again have been given already.
    if (nextToken !== undefined && seen.has(nextToken)) {
      throw badResponse('asked for the next page of a list, and was sent back to an earlier one', metadata);
    }
    yield* items ?? [];
    token = nextToken;
    if (token !== undefined) seen.add(token);
  } while (token !== undefined && token !== '');
}
